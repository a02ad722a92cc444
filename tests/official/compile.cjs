'use strict';

/*
 * Compile .ksy files with the official Kaitai Struct compiler.
 *
 *   node compile.cjs SCHEMA.ksy [LANGUAGE]
 *   node compile.cjs --batch LANGUAGE        (names of schemas on standard input, one a line)
 *
 * One schema: standard output is a JSON object, generated file name -> text; messages go to
 * standard error. Exit status: 0 compiled, 1 refused, 2 usage or packages missing.
 * Batch: one JSON object a schema and line, {"schema": NAME, "files": {...}} or
 * {"schema": NAME, "error": MESSAGE}. Exit status: 0, or 2 as above.
 *
 * Absolute imports are looked up in the folders of KSPATH (separated by colons), then in `shared`
 * beside the schema, then beside it. The packages of package.json are looked up from here, then in the directory named by
 * KSC_MODULES (the one that holds node_modules): they are not part of this repository.
 */

const fs = require('fs');
const path = require('path');

const USAGE = 'usage: node compile.cjs SCHEMA.ksy [LANGUAGE] | --batch LANGUAGE\n';

function load(name) {
  const places = [__dirname];
  if (process.env.KSC_MODULES) places.push(process.env.KSC_MODULES);
  try {
    return require(require.resolve(name, { paths: places }));
  } catch (error) {
    process.stderr.write(`${name} is not installed: run npm install in ${__dirname}\n`);
    return process.exit(2);
  }
}

/*
 * The YAML schema, with integers of more than 31 bits left as text: numbers of this language are
 * floats, which the compiler refuses, or loses digits of. It takes text as an expression.
 */
function exactSchema(yaml) {
  const exact = (resolve) => (source, ...rest) => {
    const digits = source.replace(/_/g, '');
    const value = resolve(digits, ...rest);
    return Number.isInteger(value) && value !== (value | 0) ? digits : value;
  };
  const tags = yaml.CORE_SCHEMA.tags.map((tag) =>
    tag.tagName.endsWith(':int') ? { ...tag, resolve: exact(tag.resolve) } : tag,
  );
  return new yaml.Schema(tags);
}

function readYaml(yaml, file) {
  const text = fs.readFileSync(file, 'utf8');
  return yaml.load(text, { filename: file, schema: exactSchema(yaml) });
}

/*
 * Relative imports chain from the schema's own folder: the compiler passes joined names. The
 * leading slash of an absolute one is cut off already; `mode` tells.
 */
function importerOf(yaml, schema) {
  const folder = path.dirname(schema);
  const roots = (process.env.KSPATH || '').split(':').filter(Boolean);
  return {
    importYaml: (name, mode) => {
      const relative = name.startsWith('/') ? name.slice(1) : name;
      const folders = mode === 'abs' ? [...roots, path.join(folder, 'shared'), folder] : [folder];
      const files = folders.map((place) => path.join(place, `${relative}.ksy`));
      return Promise.resolve(readYaml(yaml, files.find(fs.existsSync) || files[0]));
    },
  };
}

function compileOne(tools, schema, language) {
  const { yaml, compiler } = tools;
  return compiler.compile(language, readYaml(yaml, schema), importerOf(yaml, schema), false);
}

function messageOf(error) {
  return error && error.message ? error.message : String(error);
}

async function batch(tools, language) {
  for (const schema of fs.readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
    let line;
    try {
      line = { schema, files: await compileOne(tools, schema, language) };
    } catch (error) {
      line = { schema, error: messageOf(error) };
    }
    process.stdout.write(`${JSON.stringify(line)}\n`);
  }
  return 0;
}

async function main(argv) {
  if (argv.length < 1 || argv.length > 2 || (argv[0] === '--batch' && argv.length !== 2)) {
    process.stderr.write(USAGE);
    return 2;
  }
  const exported = load('kaitai-struct-compiler');
  const compiler = typeof exported === 'function' ? new exported() : exported;
  const tools = { yaml: load('js-yaml'), compiler };
  if (argv[0] === '--batch') return batch(tools, argv[1]);
  const [schema, language = 'python'] = argv;
  try {
    process.stdout.write(JSON.stringify(await compileOne(tools, schema, language)));
    return 0;
  } catch (error) {
    process.stderr.write(`${schema}: ${messageOf(error)}\n`);
    return 1;
  }
}

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
