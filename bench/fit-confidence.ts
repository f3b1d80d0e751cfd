/**
 * Fits src/knowledge/confidence-model.ts by logistic regression: `node bench/fit-confidence.ts`
 * prints how well it carries over to sets it has not seen, `--write` also writes the file.
 *
 * An answerable question counts for, where its article is found; a question that no article
 * answers counts against, and so does, with less weight, an answerable one whose article is left
 * out, since a neighbour may answer it too. Small folders, drawn from the sets, count as sets of
 * their own: a help centre of a dozen articles must know its limits as well as a large one.
 */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auroc, coverageAt, mean } from '../src/desk/measures.ts';
import { featureNames, featuresOf } from '../src/knowledge/confidence.ts';
import { openPassageIndex } from '../src/knowledge/passage-index.ts';
import { findPassages } from '../src/knowledge/search-passages.ts';
import { syncArticles } from '../src/knowledge/sync-articles.ts';
import { LexicalEmbedder } from '../src/models/lexical-embedder.ts';

interface Row {
  readonly question: string;
  readonly article: string | null;
}

interface Example {
  readonly set: string;
  readonly kind: 'answerable' | 'near' | 'far';
  /** Whether the right article is among the best. */
  readonly found: boolean;
  readonly features: readonly number[];
}

interface Model {
  readonly intercept: number;
  readonly weights: readonly number[];
}

const evalDir = process.env.EVAL_DIR ?? join(import.meta.dirname, '../../shared/eval');
const sets = ['ray', 'stackfaq', 'hint3-sofmattress', 'hint3-powerplay11'];
const smallSizes = [12, 24];
const rate = 6;
const ridge = 0.0005;

const examples = await collectExamples();
for (const set of new Set(examples.map((example) => example.set.replace(/-\d+$/, '')))) {
  const isOurs = (example: Example) => example.set.startsWith(set);
  report(
    `${set}, fitted on the others`,
    fitModel(examples.filter((one) => !isOurs(one))),
    examples.filter(isOurs),
  );
}
const model = fitModel(examples);
for (const set of new Set(examples.map((example) => example.set)))
  report(
    set,
    model,
    examples.filter((example) => example.set === set),
  );
console.log(
  model.intercept,
  Object.fromEntries(featureNames.map((name, at) => [name, model.weights[at]])),
);
if (process.argv.includes('--write')) await writeModel(model);

async function collectExamples(): Promise<readonly Example[]> {
  const offtopic = await readRows('offtopic');
  const all: Example[] = [];
  for (const set of sets) {
    const rows = await readRows(set);
    const folder = join(evalDir, set, 'articles');
    all.push(...(await examplesOf(set, folder, [...rows, ...offtopic])));
    for (const size of smallSizes) {
      for (const draw of [0, 1, 2])
        all.push(...(await smallExamples({ set, folder, rows, size, draw }, offtopic)));
    }
  }
  return all;
}

interface SmallSet {
  readonly set: string;
  readonly folder: string;
  readonly rows: readonly Row[];
  readonly size: number;
  readonly draw: number;
}

async function smallExamples(small: SmallSet, offtopic: readonly Row[]): Promise<Example[]> {
  const asked = [...new Set(small.rows.flatMap(({ article }) => article ?? []))].sort();
  const step = Math.max(1, Math.floor(asked.length / small.size));
  const kept = new Set(
    asked.filter((_, at) => at % step === small.draw % step).slice(0, small.size),
  );
  const folder = await mkdtemp(join(tmpdir(), 'earshot-fit-'));
  for (const article of kept)
    await cp(join(small.folder, `${article}.md`), join(folder, `${article}.md`));
  const rows = small.rows.filter(({ article }) => article !== null && kept.has(article));
  const found = await examplesOf(`${small.set}-${small.size}`, folder, [...rows, ...offtopic]);
  await rm(folder, { recursive: true });
  return found;
}

async function examplesOf(set: string, folder: string, rows: readonly Row[]): Promise<Example[]> {
  const uri = await mkdtemp(join(tmpdir(), 'earshot-fit-'));
  const embedder = new LexicalEmbedder({ rarityOf: (term) => index.corpus().rarityOf(term) });
  const index = await openPassageIndex({ uri, embedderName: embedder.name });
  await syncArticles({ folder, index, embedder });
  const look = async (row: Row, without?: string) => {
    const query = { text: row.question, audience: 'agents', limit: 10 } as const;
    const findings = await findPassages(index, embedder, without ? { ...query, without } : query);
    const best = [...new Set(findings.candidates.map((one) => one.row.article))].slice(0, 3);
    const features = featuresOf(findings) ?? featureNames.map(() => 0);
    return { set, features, found: row.article !== null && best.includes(row.article) };
  };
  const examples: Example[] = [];
  for (const row of rows) {
    examples.push({ ...(await look(row)), kind: row.article === null ? 'far' : 'answerable' });
    if (row.article !== null) examples.push({ ...(await look(row, row.article)), kind: 'near' });
  }
  index.close();
  await rm(uri, { recursive: true });
  return examples;
}

async function readRows(set: string): Promise<readonly Row[]> {
  const text = await readFile(join(evalDir, set, 'questions.jsonl'), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line): Row => JSON.parse(line));
}

/** What an example counts: each set and kind the same in all, whatever its size. */
function countOf(example: Example, sizes: ReadonlyMap<string, number>): number {
  if (example.kind === 'answerable' && !example.found) return 0;
  const size = sizes.get(`${example.set} ${example.kind}`) ?? 1;
  return { answerable: 1, far: 0.5, near: 0.3 }[example.kind] / size;
}

/**
 * Plain gradient descent: eight weights need no more. None may fall below nought, or a passage
 * could be trusted less for covering more, which fits these sets and misleads on others.
 */
function fitModel(examples: readonly Example[]): Model {
  const sizes = new Map<string, number>();
  for (const { set, kind } of examples)
    sizes.set(`${set} ${kind}`, (sizes.get(`${set} ${kind}`) ?? 0) + 1);
  const counts = examples.map((example) => countOf(example, sizes));
  const total = counts.reduce((sum, count) => sum + count, 0);
  let model: Model = { intercept: 0, weights: featureNames.map(() => 0) };
  for (let step = 0; step < 1500; step += 1) {
    const slopes = featureNames.map(() => 0);
    let slope = 0;
    examples.forEach((example, at) => {
      const target = example.kind === 'answerable' ? 1 : 0;
      const error = ((predict(model, example.features) - target) * (counts[at] ?? 0)) / total;
      slope += error;
      example.features.forEach((value, feature) => {
        slopes[feature] = (slopes[feature] ?? 0) + error * value;
      });
    });
    const weights = model.weights.map((weight, at) =>
      Math.max(0, weight - rate * ((slopes[at] ?? 0) + ridge * weight)),
    );
    model = { intercept: model.intercept - rate * slope, weights };
  }
  return model;
}

function predict({ intercept, weights }: Model, features: readonly number[]): number {
  const sum = features.reduce((all, value, at) => all + value * (weights[at] ?? 0), intercept);
  return 1 / (1 + Math.exp(-sum));
}

function report(title: string, model: Model, examples: readonly Example[]): void {
  const scores = (kind: Example['kind']) =>
    examples.filter((one) => one.kind === kind).map((one) => predict(model, one.features));
  const [sure, near, far] = [scores('answerable'), scores('near'), scores('far')];
  const above = (values: readonly number[]) => mean(values.map((value) => Number(value >= 0.5)));
  const figures = {
    near: auroc(sure, near),
    far: auroc(sure, far),
    nearCoverage: coverageAt(sure, near, 0.05),
    farCoverage: coverageAt(sure, far, 0.05),
    answered: above(sure),
    nearAnswered: above(near),
    farAnswered: above(far),
  };
  const text = Object.entries(figures).map(([name, value]) => `${name} ${value.toFixed(3)}`);
  console.log(`${title}: ${text.join(', ')}`);
}

async function writeModel({ intercept, weights }: Model): Promise<void> {
  const file = join(import.meta.dirname, '../src/knowledge/confidence-model.ts');
  const lines = featureNames.map((name, at) => `    ${(weights[at] ?? 0).toFixed(3)}, // ${name}`);
  const text = `/** Made by bench/fit-confidence.ts from the public sets that NOTICE names; not by hand. */
export const confidenceModel: {
  readonly intercept: number;
  /** In the order of \`featureNames\`. */
  readonly weights: readonly number[];
} = {
  intercept: ${intercept.toFixed(3)},
  weights: [
${lines.join('\n')}
  ],
};
`;
  await writeFile(file, text);
}
