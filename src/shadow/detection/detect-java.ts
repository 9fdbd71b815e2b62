import type { Guess, Guesses, ServiceFiles } from './service-files.ts';

/**
 * What Maven or Gradle files tell; null where there are none. How a program starts is told of Spring Boot alone, whose
 * build leaves one jar that runs; its name is known where name and version stand in the file as plain text.
 */
export async function detectJava(files: ServiceFiles): Promise<Guesses | null> {
  const pom = await files.read('pom.xml');
  if (pom !== null) return fromMaven(pom, (await files.read('mvnw')) !== null);
  for (const ending of ['', '.kts']) {
    const script = await files.read(`build.gradle${ending}`);
    if (script === null) continue;
    const settings = (await files.read('settings.gradle')) ?? (await files.read('settings.gradle.kts'));
    return fromGradle(script, settings ?? '', (await files.read('gradlew')) !== null);
  }
  return null;
}

function fromMaven(pom: string, hasWrapper: boolean): Guesses {
  // What stands in these belongs to something else than the project itself.
  const own = pom.replaceAll(
    /<!--[\s\S]*?-->|<(parent|dependencies|dependencyManagement|profiles|build)>[\s\S]*?<\/\1>/g,
    '',
  );
  const named = (tag: string) => new RegExp(`<${tag}>\\s*([\\w.-]+)\\s*</${tag}>`).exec(own)?.[1];
  const inherited = /<parent>[\s\S]*?<version>\s*([\w.-]+)\s*<\/version>[\s\S]*?<\/parent>/.exec(pom)?.[1];
  const hasOwnVersion = /<version>/.test(own);
  const [name, version] = [named('artifactId'), hasOwnVersion ? named('version') : inherited];
  const isPlain = named('packaging') === undefined || named('packaging') === 'jar';
  const isBoot = pom.includes('spring-boot-maven-plugin') && isPlain && !pom.includes('<finalName>');
  const jar = isBoot && name && version ? `target/${name}-${version}.jar` : null;
  const build = `${hasWrapper ? './mvnw' : 'mvn'} -q -DskipTests package`;
  return guessesOf({ name: name ?? null, build, file: 'pom.xml', jar });
}

function fromGradle(script: string, settings: string, hasWrapper: boolean): Guesses {
  const value = (text: string, key: string) =>
    new RegExp(`^\\s*${key}\\s*=?\\s*["']([\\w.-]+)["']`, 'm').exec(text)?.[1];
  const name = value(settings, 'rootProject\\.name');
  const version = value(script, 'version');
  const isBoot = /org\.springframework\.boot["')]/.test(script);
  const jar = isBoot && name ? `build/libs/${version === undefined ? name : `${name}-${version}`}.jar` : null;
  const build = `${hasWrapper ? './gradlew' : 'gradle'} ${isBoot ? 'bootJar' : 'assemble'}`;
  return guessesOf({ name: name ?? null, build, file: 'build.gradle', jar });
}

type Found = {
  readonly name: string | null;
  readonly build: string;
  readonly file: string;
  readonly jar: string | null;
};

function guessesOf({ name, build, file, jar }: Found): Guesses {
  const install: Guess<null> = {
    value: null,
    because: 'install: nothing, since the build fetches what it needs.',
  };
  const start = `java -jar ${jar} --server.port={port} --server.address=127.0.0.1`;
  return {
    name,
    install,
    build: { value: build, because: `build: \`${build}\`, because of ${file}.` },
    start: jar === null ? null : { value: start, because: `start: \`${start}\`, the jar of Spring Boot.` },
    env: {},
  };
}
