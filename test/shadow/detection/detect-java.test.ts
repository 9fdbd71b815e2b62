import { expect, test } from '@jest/globals';
import { detectJava } from '../../../src/shadow/detection/detect-java.ts';
import { serviceFiles } from '../../../src/shadow/detection/service-files.ts';

const detect = (files: Readonly<Record<string, string>>) =>
  detectJava(serviceFiles('.', async (path) => files[path] ?? null));

const parent = '<parent><artifactId>spring-boot-starter-parent</artifactId><version>4.0.1</version></parent>';
const boot =
  '<build><plugins><plugin><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build>';
const pom = (own: string) => `<project>${parent}${own}<dependencies><dependency><artifactId>web</artifactId>
  <version>9</version></dependency></dependencies>${boot}</project>`;
const identity = '<artifactId>quotes</artifactId><version>1.2.0-SNAPSHOT</version>';

test('Spring Boot by Maven: the jar is named by the project, not by its parent or dependencies', async () => {
  const found = await detect({ 'pom.xml': pom(identity), mvnw: '' });
  expect(found?.name).toBe('quotes');
  expect(found?.build?.value).toBe('./mvnw -q -DskipTests package');
  expect(found?.start?.value).toBe(
    'java -jar target/quotes-1.2.0-SNAPSHOT.jar --server.port={port} --server.address=127.0.0.1',
  );
});

test('the version of the parent is that of a project without one', async () => {
  const found = await detect({ 'pom.xml': pom('<artifactId>quotes</artifactId>') });
  expect(found?.build?.value).toBe('mvn -q -DskipTests package');
  expect(found?.start?.value).toContain('target/quotes-4.0.1.jar');
});

test.each([
  ['a version that is computed', '<artifactId>quotes</artifactId><version>@revision@</version>'],
  ['another packaging', `${identity}<packaging>war</packaging>`],
  ['no Spring Boot', null],
])('%s: how it is built is known, how it starts is not', async (_, own) => {
  const text = own === null ? `<project>${identity}</project>` : pom(own);
  const found = await detect({ 'pom.xml': text });
  expect(found?.build).not.toBeNull();
  expect(found?.start).toBeNull();
});

test('Spring Boot by Gradle, in either language of it', async () => {
  const groovy = await detect({
    'build.gradle': "plugins { id 'org.springframework.boot' version '4.0.1' }\nversion = '0.1.0'\n",
    'settings.gradle': "rootProject.name = 'quotes'\n",
    gradlew: '',
  });
  expect([groovy?.build?.value, groovy?.start?.value]).toEqual([
    './gradlew bootJar',
    'java -jar build/libs/quotes-0.1.0.jar --server.port={port} --server.address=127.0.0.1',
  ]);
  const kotlin = await detect({
    'build.gradle.kts': 'plugins { id("org.springframework.boot") version "4.0.1" }\n',
    'settings.gradle.kts': 'rootProject.name = "quotes"\n',
  });
  expect(kotlin?.start?.value).toContain('build/libs/quotes.jar');
  expect((await detect({ 'build.gradle': '' }))?.start).toBeNull();
  expect(await detect({})).toBeNull();
});
