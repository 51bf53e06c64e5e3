// Retrieves batches with OpenAI's own client, told only where to ask, with which key, and which provider to add to each request.
// Takes {baseURL, maxRetries, batches: [{provider, id, apiKey}]} on its standard input and writes what the client made of each batch.
import OpenAI from 'openai';
import { text } from 'node:stream/consumers';

const { baseURL, maxRetries, batches } = JSON.parse(await text(process.stdin));

async function retrieve({ provider, id, apiKey }) {
  const client = new OpenAI({ baseURL, apiKey, maxRetries, defaultQuery: { provider } });
  try {
    return { batch: await client.batches.retrieve(id) };
  } catch (error) {
    if (!(error instanceof OpenAI.APIError)) throw error;
    const { status, code, type, message } = error;
    return { error: { class: error.constructor.name, status, code, type, message, retryAfter: error.headers?.get('retry-after') } };
  }
}

console.log(JSON.stringify(await Promise.all(batches.map(retrieve))));
