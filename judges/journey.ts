// What somebody writes who knows nothing of the service but its contract: sign in, walk a list, make something, change it
// as it was seen, be refused for what another changed meanwhile, send it twice, and clear it away.
import createClient from "openapi-fetch";
import type { components, paths } from "./build/contract.js";

type Problem = components["schemas"]["Problem"];
type Token = components["schemas"]["TokenAnswer"];
type List = paths["/v1/institutions"]["get"];
type Page = List["responses"][200]["content"]["application/json"];
type Query = NonNullable<List["parameters"]["query"]>;
type Institution = paths["/v1/institutions/{id}"]["get"]["responses"][200]["content"]["application/json"];
type NewInstitution = components["schemas"]["InstitutionCreate"];
type Change = components["schemas"]["InstitutionUpdate"];
type Transitions = paths["/v1/institutions/{id}/transitions"]["get"]["responses"][200]["content"]["application/json"];
type NewFocusArea = components["schemas"]["FocusAreaCreate"];

declare const process: { argv: string[] };
declare const crypto: { randomUUID(): string };
const [url = "", username = "", password = ""] = process.argv.slice(2);

function must(holds: boolean, words: string): asserts holds {
  if (!holds) throw new Error(words);
}

async function signIn(): Promise<Token> {
  const body = new URLSearchParams({ grant_type: "password", username, password });
  const answer = await fetch(`${url}/v1/token`, { method: "POST", body });
  must(answer.ok, `signing in: ${answer.status}`);
  return (await answer.json()) as Token;
}

const { access_token } = await signIn();
const headers = { Authorization: `Bearer ${access_token}`, "Accept-Language": "da" };

async function send(method: string, path: string, body: unknown, more: Record<string, string>): Promise<Response> {
  const given = { ...headers, "Content-Type": "application/json", ...more };
  return await fetch(`${url}${path}`, { method, headers: given, body: JSON.stringify(body) });
}

async function refused(answer: Response, status: number, code: string): Promise<Problem> {
  const problem = (await answer.json()) as Problem;
  must(answer.status === status && problem.code === code, `${status} ${code}, not ${problem.status} ${problem.code}`);
  return problem;
}

// A client made of the contract's types, told that it reads JSON and refusals but no CSV: nothing is cast.
const client = createClient<paths, "application/json" | "application/problem+json">({ baseUrl: url, headers });

async function* institutions(query: Query): AsyncGenerator<Page["items"][number]> {
  let cursor: string | null = null;
  do {
    const asked: Query = { limit: 4, ...query, ...(cursor ? { cursor } : {}) };
    const { data, error } = await client.GET("/v1/institutions", { params: { query: asked } });
    must(data !== undefined, `the list: ${error?.code}`);
    yield* data.items;
    cursor = data.next_cursor;
  } while (cursor !== null);
}

// A list, page by page.
const schools: string[] = [];
for await (const institution of institutions({ kind: "school", sort: "name" })) schools.push(institution.id);
must(schools.length > 4 && new Set(schools).size === schools.length, `${schools.length} schools`);

// One of them, and that it did not change.
const first = await fetch(`${url}/v1/institutions/${schools[0]}`, { headers });
const school = (await first.json()) as Institution;
const known = { ...headers, "If-None-Match": first.headers.get("ETag") ?? "" };
must((await fetch(`${url}/v1/institutions/${school.id}`, { headers: known })).status === 304, "it did not change");

// A new one, made once though it is sent twice.
const fresh: NewInstitution = { name: "Kernehuset", kind: "day_care" };
const key = { "Idempotency-Key": crypto.randomUUID() };
const made = await send("POST", "/v1/institutions", fresh, key);
must(made.status === 201, `making it: ${made.status}`);
const again = await send("POST", "/v1/institutions", fresh, key);
must(again.headers.get("Idempotency-Replayed") === "true", "the second time it is told again");
const one = (await made.json()) as Institution;
must(((await again.json()) as Institution).id === one.id, "and it is the same");
const path = made.headers.get("Location") ?? "";
must(path === `/v1/institutions/${one.id}`, path);

// Changed as it was seen; and not by who saw it before that.
const seen = { "If-Match": made.headers.get("ETag") ?? "" };
const change: Change = { city: "Egeby", address: "Kernevej 1" };
const changed = await send("PATCH", path, change, seen);
must(changed.status === 200, `changing it: ${changed.status}`);
must(((await changed.json()) as Institution).city === "Egeby", "its city is another");
await refused(await send("PATCH", path, { city: "Nødby" } satisfies Change, seen), 412, "changed-meanwhile");
await refused(await send("PATCH", path, change, {}), 428, "condition-required");

// What may be done with it, before anything is tried.
const told = (await (await fetch(`${url}${path}/transitions`, { headers })).json()) as Transitions;
const may = (name: string) => told.items.find((item) => item.name === name)?.allowed;
must(may("close") === true && may("reopen") === false, "an open one can be closed, and not be reopened");

// What is wrong is told where it is, in Danish.
const wrong: Partial<NewFocusArea> = { institution_id: school.id, title: "" };
const problem = await refused(await send("POST", "/v1/focus-areas", wrong, {}), 422, "invalid-input");
must(problem.errors.some((error) => error.pointer === "/title"), "the title is pointed to");

// And away again.
const tag = changed.headers.get("ETag") ?? "";
const gone = await fetch(`${url}${path}`, { method: "DELETE", headers: { ...headers, "If-Match": tag } });
must(gone.status === 204, `clearing it away: ${gone.status}`);
await refused(await fetch(`${url}${path}`, { headers }), 404, "not-found");
console.log(`${schools.length} schools; ${school.name}; ${one.name} came and went; ${problem.title}`);
