using Cloze.Compute;
using Cloze.Kernels;
using Xunit;

namespace Cloze.Tests.Kernels;

public unsafe class GemmTests
{
    public static TheoryData<InstructionSet> Paths => InstructionPaths.Rows;

    // Around the borders of every path's tile: 6 x 16, 8 x 12, 12 x 32.
    private static readonly int[] _rows = [0, 1, 2, 5, 6, 7, 11, 12, 13, 25];
    private static readonly int[] _columns = [0, 1, 3, 11, 12, 13, 15, 16, 17, 31, 32, 33, 65];
    private static readonly int[] _depths = [0, 1, 2, 3, 4, 7, 17, 64];

    [Theory]
    [MemberData(nameof(Paths))]
    public void EverySizeAgreesWithTheTripleLoop(InstructionSet path)
    {
        using var workers = new Workers(1);
        using var engine = new MatrixEngine(workers, path);
        foreach (int rows in _rows)
        {
            foreach (int columns in _columns)
            {
                foreach (int depth in _depths)
                {
                    foreach (Form form in Enum.GetValues<Form>())
                    {
                        Check(engine, new Problem(rows, columns, depth, form));
                    }
                }
            }
        }
    }

    [Trait("Slow", "Emulated")]
    [Theory]
    [MemberData(nameof(Paths))]
    public void LongSumsAndManyBlocksAgreeWithTheTripleLoop(InstructionSet path)
    {
        using var workers = new Workers(2);
        using var engine = new MatrixEngine(workers, path);
        foreach (Form form in Enum.GetValues<Form>())
        {
            Check(engine, new Problem(3, 40, 5000, form));
            Check(engine, new Problem(200, 1100, 9, form));
            Check(engine, new Problem(30, 50, 600, form));
            Check(engine, new Problem(390, 33, 17, form));
            Check(engine, new Problem(400, 50, 600, form));
            Check(engine, new Problem(2, 2000, 4096, form));
        }
    }

    // Rows 4 KB apart are packed rather than read where they stand.
    [Trait("Slow", "Emulated")]
    [Theory]
    [MemberData(nameof(Paths))]
    public void RowsThatShareCacheSetsAgreeWithTheTripleLoop(InstructionSet path)
    {
        using var workers = new Workers(2);
        using var engine = new MatrixEngine(workers, path);
        foreach (Form form in Enum.GetValues<Form>())
        {
            Check(engine, new Problem(29, 37, 1024, form));
            Check(engine, new Problem(389, 35, 2048, form));
            Check(engine, new Problem(1024, 33, 300, form));
        }
    }

    [Trait("Slow", "Emulated")]
    [Theory]
    [MemberData(nameof(Paths))]
    public void CopiesOfTheFactorsGiveTheBitsOfFactorsInPlace(InstructionSet path)
    {
        using var workers = new Workers(2);
        using var inPlace = new MatrixEngine(workers, path, copiesFactors: false);
        using var copies = new MatrixEngine(workers, path, copiesFactors: true);
        foreach ((int rows, int columns, int depth) in new[]
        {
            (1, 1, 1), (64, 64, 3), (63, 64, 17), (72, 96, 64), (70, 100, 300), (96, 64, 518), (400, 65, 5),
            (390, 97, 518), (70, 81, 1024),
        })
        {
            foreach (Form form in Enum.GetValues<Form>())
            {
                var problem = new Problem(rows, columns, depth, form);
                Assert.Equal(problem.Multiply(inPlace), problem.Multiply(copies));
            }
        }
    }

    [Trait("Slow", "Emulated")]
    [Theory]
    [MemberData(nameof(Paths))]
    public void TheBitsAreTheSameForAnyNumberOfThreads(InstructionSet path)
    {
        foreach (Form form in Enum.GetValues<Form>())
        {
            var problem = new Problem(131, 173, 700, form);
            float[] expected = Multiply(path, threads: 1, problem);
            Assert.Equal(expected, Multiply(path, threads: 2, problem));
            Assert.Equal(expected, Multiply(path, threads: 3, problem));
        }
    }

    [Trait("Slow", "Emulated")]
    [Theory]
    [MemberData(nameof(Paths))]
    public void ARowAloneHasTheBitsOfTheRowInABatch(InstructionSet path)
    {
        using var workers = new Workers(2);
        using var engine = new MatrixEngine(workers, path);
        foreach (int depth in new[] { 300, 1024 })
        {
            AssertRowsAlone(engine, new Problem(400, 77, depth, Form.ForwardWithBias));
        }
    }

    private static void AssertRowsAlone(MatrixEngine engine, Problem whole)
    {
        float[] batch = whole.Multiply(engine);
        for (int row = 0; row < whole.Rows; row++)
        {
            float[] alone = whole.RowAlone(row).Multiply(engine);
            Assert.Equal(batch[(row * whole.Columns)..((row + 1) * whole.Columns)], alone);
        }
    }

    [Fact]
    public void ASteadyProductAllocatesNothing()
    {
        using var workers = new Workers(2);
        using var engine = new MatrixEngine(workers, InstructionSets.Available[0]);
        var problem = new Problem(64, 64, 64, Form.ForwardWithBias);
        float[] c = new float[64 * 64];
        for (int run = 0; run < 20; run++) problem.MultiplyInto(engine, c);
        Assert.Equal(0, SteadyAllocation.Of(() => problem.MultiplyInto(engine, c)));
    }

    private static float[] Multiply(InstructionSet path, int threads, Problem problem)
    {
        using var workers = new Workers(threads);
        using var engine = new MatrixEngine(workers, path);
        return problem.Multiply(engine);
    }

    private static void Check(MatrixEngine engine, Problem problem)
    {
        float[] actual = problem.Multiply(engine);
        for (int i = 0; i < actual.Length; i++)
        {
            (double expected, double magnitude) = problem.Element(i / problem.Columns, i % problem.Columns);
            double tolerance = 6e-8 * (2 + Math.Sqrt(problem.Depth)) * magnitude;
            if (Math.Abs(actual[i] - expected) > tolerance)
            {
                Assert.Fail($"{problem} element {i}: {actual[i]} where {expected} was expected, tolerance {tolerance}");
            }
        }
    }

    /// <summary>Which of the factors stands in memory with its depth along the rows, and what is added.</summary>
    private enum Form
    {
        Forward,
        ForwardWithBias,
        InputGradient,
        WeightGradient,
    }

    private sealed class Problem(int rows, int columns, int depth, Form form)
    {
        private readonly float[] _a = Values(rows * depth, 1);
        private readonly float[] _b = Values(columns * depth, 2);
        private readonly float[] _added = Values(form == Form.ForwardWithBias ? columns : rows * columns, 3);

        public int Rows => rows;

        public int Columns => columns;

        public int Depth => depth;

        public Problem RowAlone(int row)
        {
            var alone = new Problem(1, columns, depth, form);
            _a.AsSpan(row * depth, depth).CopyTo(alone._a);
            return alone;
        }

        public float[] Multiply(MatrixEngine engine)
        {
            float[] c = new float[rows * columns];
            MultiplyInto(engine, c);
            return c;
        }

        public void MultiplyInto(MatrixEngine engine, float[] destination)
        {
            if (form == Form.WeightGradient) _added.CopyTo(destination, 0);
            fixed (float* a = _a, b = _b, added = _added, c = destination)
            {
                engine.Multiply(new GemmProduct
                {
                    A = form == Form.WeightGradient ? GemmOperand.Columns(a, rows) : GemmOperand.Rows(a, depth),
                    B = form is Form.WeightGradient or Form.InputGradient
                        ? GemmOperand.Columns(b, columns)
                        : GemmOperand.Rows(b, depth),
                    Rows = rows,
                    Columns = columns,
                    Depth = depth,
                    Addend = form switch { Form.ForwardWithBias => added, Form.WeightGradient => c, _ => null },
                    AddendStride = form == Form.WeightGradient ? columns : 0,
                    C = c,
                    Stride = columns,
                });
            }
        }

        // The element in double precision, and the sum of the magnitudes of its terms.
        public (double Value, double Magnitude) Element(int row, int column)
        {
            double value = form switch
            {
                Form.ForwardWithBias => _added[column],
                Form.WeightGradient => _added[(row * columns) + column],
                _ => 0,
            };
            double magnitude = Math.Abs(value);
            for (int k = 0; k < depth; k++)
            {
                float a = form == Form.WeightGradient ? _a[(k * rows) + row] : _a[(row * depth) + k];
                float b = form is Form.WeightGradient or Form.InputGradient
                    ? _b[(k * columns) + column]
                    : _b[(column * depth) + k];
                value += (double)a * b;
                magnitude += Math.Abs((double)a * b);
            }

            return (value, magnitude);
        }

        public override string ToString() => $"{form} [{rows}, {columns}] over {depth}";

        private static float[] Values(int count, uint index)
        {
            var random = new KeyedRandom(5, RandomPurpose.Weights, 0, index);
            float[] values = new float[count];
            for (int i = 0; i < count; i++) values[i] = (2 * random.NextSingle()) - 1;
            return values;
        }
    }
}
