// Retrieves batches with OpenAI's own client, of which only the base URL and the default query are set.
// Takes {baseURL, batches: [{provider, id}]} on its standard input and writes what the client made of each.
import OpenAI from 'openai';
import { text } from 'node:stream/consumers';

const { baseURL, batches } = JSON.parse(await text(process.stdin));

async function retrieve({ provider, id }) {
  // A client that waits for a 429 to pass would make this long; how long it would wait is in the headers.
  const client = new OpenAI({ baseURL, apiKey: 'caller-key', defaultQuery: { provider }, maxRetries: provider === 'xai' ? 2 : 0 });
  try {
    return { batch: await client.batches.retrieve(id) };
  } catch (error) {
    if (!(error instanceof OpenAI.APIError)) throw error;
    const { status, code, type, param, message } = error;
    return { error: { class: error.constructor.name, status, code, type, param, message, retryAfter: error.headers?.get('retry-after') } };
  }
}

console.log(JSON.stringify(await Promise.all(batches.map(retrieve))));
