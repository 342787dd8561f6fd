// Fills a mask, embeds two texts and meets an error through Hugging Face's client.
import { InferenceClient } from '@huggingface/inference';

const [url, key] = process.argv.slice(2);
const client = new InferenceClient(key);
const filled = await client.fillMask({
  endpointUrl: `${url}/models/tiny`,
  inputs: 'the [MASK] sees',
  parameters: { top_k: 3 },
});
const embedded = await client.featureExtraction({ endpointUrl: `${url}/embed`, inputs: ['the cat sees', 'a dog'] });
const error = await client
  .fillMask({ endpointUrl: `${url}/v1/fill-mask`, inputs: 'no mask' })
  .then(() => 'none', (refusal) => refusal.message + ' ' + JSON.stringify(refusal.httpResponse?.body ?? ''));
console.log(JSON.stringify({ filled, embedded, error }));
