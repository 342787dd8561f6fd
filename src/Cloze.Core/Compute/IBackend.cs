namespace Cloze.Compute;

/// <summary>
/// The one seam to hardware: the coarse operations of a BERT, forward and backward, over tensors of this backend's
/// memory. Models know nothing else of the machine.
/// </summary>
/// <remarks>
/// Shape letters: T tokens, S sequences, M masked rows, H hidden, A heads, D = H / A, F inner, V vocabulary; K and N
/// are the inputs and outputs of a linear layer. A weight is [N, K], a bias [1, N].
/// Gradients of parameters are added to their destination; gradients of activations overwrite it unless the
/// operation says otherwise. An input may be the destination only where the operation says so. The results have the
/// same bits for any number of threads.
/// </remarks>
public interface IBackend : IDisposable
{
    /// <summary>The backend and its instruction set, for people: "CPU, AVX-512, 2 threads".</summary>
    string Name { get; }

    /// <summary>Takes an arena of this backend's memory, zeroed.</summary>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    Arena CreateArena(string name, nint floats);

    /// <summary>Copies host values into a tensor.</summary>
    void Upload(ReadOnlySpan<float> source, Tensor destination);

    /// <summary>Copies a tensor's values to the host.</summary>
    void Download(Tensor source, Span<float> destination);

    /// <summary>Sets every value to zero.</summary>
    void Clear(Tensor tensor);

    /// <summary>
    /// destination[t] = word[ids[t]] + position[positions[t]] + tokenType[types[t]]; destination [T, H].
    /// Indices are the caller's to check: <c>TokenBatch</c> has done so.
    /// </summary>
    void Embed(TokenRows tokens, EmbeddingTables tables, Tensor destination);

    /// <summary>Adds the gradient [T, H] of <see cref="Embed"/> to the rows of the three tables' gradients.</summary>
    void EmbedBackward(TokenRows tokens, Tensor gradient, EmbeddingTables tableGradients);

    /// <summary>
    /// destination = input · weightᵀ + bias; input [T, K], weight [N, K], bias [1, N] or none, destination [T, N].
    /// </summary>
    void Linear(Tensor input, Tensor weight, Tensor bias, Tensor destination);

    /// <summary>
    /// preActivation = input · weightᵀ + bias; destination = activation(preActivation); both [T, N].
    /// Where no backward pass follows, <paramref name="preActivation"/> is none.
    /// </summary>
    void LinearActivation(
        Tensor input, Tensor weight, Tensor bias, Activation activation, Tensor preActivation, Tensor destination);

    /// <summary>
    /// inputGradient (=, or += where <paramref name="add"/>) gradient · weight; gradient [T, N], weight [N, K],
    /// inputGradient [T, K].
    /// </summary>
    void LinearInputGradient(Tensor gradient, Tensor weight, bool add, Tensor inputGradient);

    /// <summary>
    /// preActivationGradient = (gradient · weight) ∘ activation'(preActivation), where weight [N, K] belongs to the
    /// linear layer after the activation; gradient [T, N], the others [T, K]. <paramref name="preActivation"/> becomes
    /// activation(preActivation), in place: the gradient of that weight needs it next, and so nobody has to keep it.
    /// </summary>
    void LinearInputGradient(
        Tensor gradient, Tensor weight, Activation activation, Tensor preActivation, Tensor preActivationGradient);

    /// <summary>
    /// gradient = gradient ∘ activation'(preActivation), in place; both [T, N].
    /// </summary>
    void ActivationBackward(Activation activation, Tensor preActivation, Tensor gradient);

    /// <summary>
    /// Adds gradientᵀ · input to weightGradient [N, K] and the column sums of gradient to biasGradient [1, N] (or
    /// none); gradient [T, N], input [T, K].
    /// </summary>
    void LinearWeightGradient(Tensor gradient, Tensor input, Tensor weightGradient, Tensor biasGradient);

    /// <summary>
    /// Both gradients of <see cref="Linear"/> in one operation: <see cref="LinearInputGradient(Tensor, Tensor, bool,
    /// Tensor)"/> and <see cref="LinearWeightGradient"/>, on threads that wait for each other once.
    /// <paramref name="inputGradient"/> is neither <paramref name="gradient"/> nor <paramref name="input"/>.
    /// </summary>
    void LinearBackward(
        Tensor gradient,
        Tensor input,
        Tensor weight,
        bool add,
        Tensor inputGradient,
        Tensor weightGradient,
        Tensor biasGradient);

    /// <summary>
    /// sum = dropout(input) + residual; destination = (sum - mean) / sqrt(variance + epsilon) * gain + bias
    /// (Ba et al. 2016). All [T, H]; residual may be none; gain, bias [1, H]; statistics [T, 2] keeps each row's mean
    /// and reciprocal standard deviation. <paramref name="sum"/> may be <paramref name="input"/> or none;
    /// statistics is none where no backward pass follows; destination may be the input.
    /// </summary>
    void AddNorm(
        Tensor input,
        Tensor residual,
        Dropout dropout,
        Tensor gain,
        Tensor bias,
        float epsilon,
        Tensor sum,
        Tensor statistics,
        Tensor destination);

    /// <summary>
    /// The gradient of <see cref="AddNorm"/>: residualGradient = d(loss)/d(sum), inputGradient the same through the
    /// dropout; adds to gainGradient and biasGradient [1, H]. inputGradient may be none (no dropout: the residual's
    /// gradient is the input's). residualGradient may be the gradient.
    /// </summary>
    void AddNormBackward(
        Tensor gradient,
        Tensor sum,
        Tensor statistics,
        Tensor gain,
        Dropout dropout,
        Tensor inputGradient,
        Tensor residualGradient,
        Tensor gainGradient,
        Tensor biasGradient);

    /// <summary>
    /// destination = dropout(input); destination may be the input. Its gradient is itself, of the gradient.
    /// </summary>
    void ApplyDropout(Tensor input, Dropout dropout, Tensor destination);

    /// <summary>
    /// Scaled dot-product attention (Vaswani et al. 2017) of each sequence alone. queryKeyValue [T, 3H] holds query,
    /// key and value side by side, head a in columns [aD, (a + 1)D) of each; sequence s is the rows
    /// [starts[s], starts[s + 1]). destination [T, H]; logSumExp [T, A] of the scaled scores, or none.
    /// </summary>
    void Attention(
        Tensor queryKeyValue,
        ReadOnlySpan<int> starts,
        int heads,
        Dropout dropout,
        Tensor logSumExp,
        Tensor destination);

    /// <summary>
    /// The gradient of <see cref="Attention"/>, the probabilities recomputed from logSumExp: queryKeyValueGradient
    /// [T, 3H]; output is what the forward pass gave, outputGradient its gradient, both [T, H].
    /// </summary>
    void AttentionBackward(
        Tensor queryKeyValue,
        ReadOnlySpan<int> starts,
        int heads,
        Dropout dropout,
        Tensor logSumExp,
        Tensor output,
        Tensor outputGradient,
        Tensor queryKeyValueGradient);

    /// <summary>destination[m] = source[rows[m]]; destination [M, H].</summary>
    void GatherRows(Tensor source, ReadOnlySpan<int> rows, Tensor destination);

    /// <summary>destination[rows[m]] += source[m]; source [M, H].</summary>
    void ScatterAddRows(Tensor source, ReadOnlySpan<int> rows, Tensor destination);

    /// <summary>
    /// Softmax cross entropy of the logits hidden · decoderᵀ + bias against the labels, one row at a time, in row
    /// blocks so that the logits [M, V] never stand in memory at once when large. hidden [M, H], decoder [V, H],
    /// bias [1, V], labels [M] in [0, V). losses [M] receives -ln P(label) of each row. ranks, [M] or empty, receives
    /// how many words had a larger logit than the label (ties: the lower id first).
    /// </summary>
    void CrossEntropy(
        Tensor hidden,
        Tensor decoder,
        Tensor bias,
        ReadOnlySpan<int> labels,
        Span<float> losses,
        Span<int> ranks);

    /// <summary>
    /// <see cref="CrossEntropy"/> fused with its gradient, each row's loss weighted by <paramref name="scale"/>:
    /// hiddenGradient [M, H] overwritten, decoderGradient [V, H] and biasGradient [1, V] added to.
    /// </summary>
    void CrossEntropyWithGradient(
        Tensor hidden,
        Tensor decoder,
        Tensor bias,
        ReadOnlySpan<int> labels,
        float scale,
        Span<float> losses,
        Tensor hiddenGradient,
        Tensor decoderGradient,
        Tensor biasGradient);

    /// <summary>The sum of the squares of all values, in double precision, by a fixed tree.</summary>
    double SumOfSquares(Tensor tensor);

    /// <summary>
    /// One optimizer step over the parameters, in place; all four tensors of one shape. The gradients become zero on
    /// the way, ready for the next pass to add to them. It may go on after it has returned, beside other operations;
    /// those that use its tensors see its results.
    /// </summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="firstMoment">Running means of the gradients.</param>
    /// <param name="secondMoment">Running means of the squared gradients.</param>
    /// <param name="edges">
    /// Where decay stops and starts in turn: the values before the first edge decay, those up to the second do not, and
    /// so on. Ascending; empty where all decay.
    /// </param>
    /// <param name="step">The step's settings.</param>
    void Adam(
        Tensor parameters,
        Tensor gradients,
        Tensor firstMoment,
        Tensor secondMoment,
        ReadOnlySpan<int> edges,
        AdamStep step);

    /// <summary>Returns when no operation is going on any more.</summary>
    void Finish();
}
