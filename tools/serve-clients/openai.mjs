// Embeds texts, as numbers and packed, and meets an error through OpenAI's client.
import OpenAI from 'openai';

const [url, key] = process.argv.slice(2);
const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0 });
const input = ['the cat sees', 'a dog'];
const packed = await client.embeddings.create({ model: 'tiny', input });
const numbers = await client.embeddings.create({ model: 'tiny', input, encoding_format: 'float' });
const models = [];
for await (const model of client.models.list()) models.push(model.id);
const error = await client.embeddings
  .create({ model: 'other', input })
  .then(() => 'none', (refusal) => `${refusal.status} ${refusal.message}`);
console.log(JSON.stringify({
  packed: packed.data.map((item) => Array.from(item.embedding)),
  numbers: numbers.data.map((item) => item.embedding),
  tokens: packed.usage.total_tokens,
  models,
  error,
}));
