// What the functions are called that configurations name.
const names = { gelu: 'GELU', gelu_new: 'GELU', relu: 'ReLU', tanh: 'tanh' };

/** The name of a function in print. */
export const functionName = word => names[word] ?? word;
