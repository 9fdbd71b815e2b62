import type { Guesses, ServiceFiles } from './service-files.ts';

/**
 * What go.mod and a main package in the folder of the service tell; null where there is no go.mod. A main package
 * below `cmd/` is not guessed at: there may be several.
 */
export async function detectGo({ read }: ServiceFiles): Promise<Guesses | null> {
  const module = await read('go.mod');
  if (module === null) return null;
  const isVendored = (await read('vendor/modules.txt')) !== null;
  const needsModules = (await read('go.sum')) !== null && !isVendored;
  const isProgram = /^package main\b/m.test((await read('main.go')) ?? '');
  const path = /^module\s+"?([^\s"]+)/m.exec(module)?.[1] ?? '';
  const name = path.split('/').findLast((part) => !/^v\d+$/.test(part)) ?? null;
  // Without -modcacherw, Go writes folders that cannot be removed again.
  const build = 'go build -modcacherw -o ./shadowgate-service .';
  return {
    name,
    install: needsModules
      ? { value: 'go mod download -modcacherw', because: 'install: `go mod download`, because of go.sum.' }
      : {
          value: null,
          because: `install: nothing, since ${isVendored ? 'vendor/ has it all' : 'there is no go.sum'}.`,
        },
    build: isProgram ? { value: build, because: `build: \`${build}\`, because of main.go.` } : null,
    start: isProgram
      ? {
          value: './shadowgate-service',
          because: 'start: `./shadowgate-service`, what main.go was built into.',
        }
      : null,
    env: {},
  };
}
