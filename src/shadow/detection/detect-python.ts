import type { Guess, Guesses, ServiceFiles } from './service-files.ts';

const entries = ['manage.py', 'app.py', 'main.py', 'server.py'];

/** What the usual files of a small Python service tell; null when there is none of them. */
export async function detectPython({ read }: ServiceFiles): Promise<Guesses | null> {
  const found = await Promise.all(entries.map(async (file) => ({ file, text: await read(file) })));
  const entry = found.find(({ text }) => text !== null);
  if (entry === undefined) return null;
  const requirements = await read('requirements.txt');
  const needed = (requirements ?? '').split('\n').some((line) => /^\s*[^#\s]/.test(line));
  const python = needed ? '.venv/bin/python' : 'python3';
  return {
    name: null,
    install: needed ? virtualEnvironment : nothingToInstall(requirements === null),
    build: null,
    start: startOf(python, entry.file, entry.text ?? ''),
    // Without this, what it prints before it dies would stay in a buffer.
    env: { PYTHONUNBUFFERED: '1', PYTHONDONTWRITEBYTECODE: '1' },
  };
}

const virtualEnvironment: Guess<string> = {
  value: 'python3 -m venv .venv && .venv/bin/pip install -r requirements.txt',
  because: 'install: a virtual environment in .venv from requirements.txt.',
};

function nothingToInstall(isMissing: boolean): Guess<null> {
  const why = isMissing ? 'there is no requirements.txt' : 'requirements.txt names no dependency';
  return { value: null, because: `install: nothing, since ${why}.` };
}

/** Frameworks that keep the port out of the program are started by their own command. */
function startOf(python: string, file: string, text: string): Guess<string> {
  const module = file.replace(/\.py$/, '');
  const named = (pattern: RegExp) => pattern.exec(text)?.[1];
  const asgi = named(/^(\w+)\s*=\s*(?:FastAPI|Starlette)\(/m);
  const flask = named(/^(\w+)\s*=\s*Flask\(/m);
  const options = '--host 127.0.0.1 --port {port}';
  if (file === 'manage.py')
    return because(`${python} manage.py runserver 127.0.0.1:{port} --noreload`, 'manage.py is there');
  if (asgi !== undefined)
    return because(`${python} -m uvicorn ${module}:${asgi} ${options}`, `${file} makes an ASGI application`);
  if (flask !== undefined)
    return because(
      `${python} -m flask --app ${module}:${flask} run ${options}`,
      `${file} makes a Flask application`,
    );
  return because(`${python} ${file}`, 'there is such a file');
}

function because(value: string, reason: string): Guess<string> {
  return { value, because: `start: \`${value}\`, because ${reason}.` };
}
