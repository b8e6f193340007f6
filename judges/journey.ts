// What somebody writes who knows nothing of the service but its contract: sign in, walk a list, read, be refused.
import type { components, paths } from "./build/contract.js";

type Problem = components["schemas"]["Problem"];
type Token = components["schemas"]["TokenAnswer"];
type List = paths["/v1/institutions"]["get"];
type Page = List["responses"][200]["content"]["application/json"];
type Query = NonNullable<List["parameters"]["query"]>;
type Institution = paths["/v1/institutions/{id}"]["get"]["responses"][200]["content"]["application/json"];
type NewFocusArea = components["schemas"]["FocusAreaCreate"];

declare const process: { argv: string[] };
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
const headers = { Authorization: `Bearer ${access_token}` };

async function* institutions(query: Query): AsyncGenerator<Page["items"][number]> {
  let cursor: string | null = null;
  do {
    const asked = new URLSearchParams({ limit: "4" });
    for (const [name, value] of Object.entries({ ...query, ...(cursor ? { cursor } : {}) })) asked.set(name, String(value));
    const answer = await fetch(`${url}/v1/institutions?${asked}`, { headers });
    must(answer.ok, `the list: ${answer.status}`);
    const page = (await answer.json()) as Page;
    yield* page.items;
    cursor = page.next_cursor;
  } while (cursor !== null);
}

const schools: string[] = [];
for await (const institution of institutions({ kind: "school", sort: "name" })) schools.push(institution.id);
must(schools.length > 4 && new Set(schools).size === schools.length, `${schools.length} schools`);

const first = await fetch(`${url}/v1/institutions/${schools[0]}`, { headers });
const school = (await first.json()) as Institution;
const known = { ...headers, "If-None-Match": first.headers.get("ETag") ?? "" };
must((await fetch(`${url}/v1/institutions/${school.id}`, { headers: known })).status === 304, "it did not change");

const wrong: Partial<NewFocusArea> = { institution_id: school.id, title: "" };
const refused = await fetch(`${url}/v1/focus-areas`, {
  method: "POST",
  headers: { ...headers, "Content-Type": "application/json", "Accept-Language": "da" },
  body: JSON.stringify(wrong),
});
const problem = (await refused.json()) as Problem;
must(refused.status === 422 && problem.code === "invalid-input", `refused with ${problem.code}`);
must(problem.errors.some((error) => error.pointer === "/title"), "the title is pointed to");
console.log(`${schools.length} schools; ${school.name}; ${problem.title}`);
