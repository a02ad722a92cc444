'use strict';

/*
 * Compile one .ksy with the official Kaitai Struct compiler.
 *
 *   node compile.cjs SCHEMA.ksy [LANGUAGE]
 *
 * Standard output: a JSON object, generated file name -> text. Messages go to standard error.
 * Exit status: 0 compiled, 1 refused, 2 usage or packages missing.
 *
 * The packages of package.json are looked up from here, then in the directory named by
 * KSC_MODULES (the one that holds node_modules): they are not part of this repository.
 */

const fs = require('fs');
const path = require('path');

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

function readYaml(yaml, file) {
  return yaml.load(fs.readFileSync(file, 'utf8'), { filename: file });
}

async function main(argv) {
  if (argv.length < 1 || argv.length > 2) {
    process.stderr.write('usage: node compile.cjs SCHEMA.ksy [LANGUAGE]\n');
    return 2;
  }
  const [file, language = 'python'] = argv;
  const yaml = load('js-yaml');
  const exported = load('kaitai-struct-compiler');
  const compiler = typeof exported === 'function' ? new exported() : exported;
  const importer = {
    // Relative imports chain from the schema's own folder; absolute ones start there too.
    importYaml: (name) => {
      const relative = name.startsWith('/') ? name.slice(1) : name;
      return Promise.resolve(readYaml(yaml, path.join(path.dirname(file), `${relative}.ksy`)));
    },
  };
  try {
    const files = await compiler.compile(language, readYaml(yaml, file), importer, false);
    process.stdout.write(JSON.stringify(files));
    return 0;
  } catch (error) {
    process.stderr.write(`${file}: ${error && error.message ? error.message : String(error)}\n`);
    return 1;
  }
}

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
