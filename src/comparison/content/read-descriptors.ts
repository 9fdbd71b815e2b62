import protobuf from 'protobufjs';
import 'protobufjs/ext/descriptor.js';
import type { ProtoField, ProtoMessage, ProtoSchema } from './proto-schema.ts';

/** A file that describes messages, as it stands in the base revision. */
export type DescriptorFile = { readonly path: string; readonly bytes: Uint8Array };

/**
 * Used once a gate, where the settings name files of descriptors: a `.proto`, or what `protoc --descriptor_set_out --include_imports` writes.
 * All of them are one world of names. Throws what is wrong with them, in words.
 */
export function readDescriptors(files: readonly DescriptorFile[]): ProtoSchema {
  const root = new protobuf.Root();
  for (const { path, bytes } of files) {
    if (path.endsWith('.proto'))
      protobuf.parse(Buffer.from(bytes).toString('utf8'), root, { keepCase: true });
    else addSet(root, bytes);
  }
  root.resolveAll();
  const messages = new Map<string, ProtoMessage>();
  const answers = new Map<string, string>();
  visit(root, messages, answers);
  return { messages, answers };
}

function addSet(root: protobuf.Root, bytes: Uint8Array): void {
  const read = protobuf.Root.fromDescriptor(bytes, { keepCase: true });
  for (const nested of read.nestedArray) merge(root, nested);
}

/** Files of one package meet in one namespace. */
function merge(into: protobuf.NamespaceBase, added: protobuf.ReflectionObject): void {
  const there = into.get(added.name);
  const isPackage = (one: protobuf.ReflectionObject | null): one is protobuf.Namespace =>
    one instanceof protobuf.Namespace &&
    !(one instanceof protobuf.Type) &&
    !(one instanceof protobuf.Service);
  if (isPackage(there) && isPackage(added)) for (const nested of added.nestedArray) merge(there, nested);
  else if (there === null) into.add(added);
}

function visit(
  namespace: protobuf.NamespaceBase,
  messages: Map<string, ProtoMessage>,
  answers: Map<string, string>,
): void {
  for (const nested of namespace.nestedArray) {
    if (nested instanceof protobuf.Type) messages.set(nameOf(nested), fieldsOf(nested));
    if (nested instanceof protobuf.Service) {
      for (const method of nested.methodsArray) {
        method.resolve();
        const answer = method.resolvedResponseType;
        if (answer) answers.set(`/${nameOf(nested)}/${method.name}`, nameOf(answer));
      }
    }
    if (nested instanceof protobuf.Namespace) visit(nested, messages, answers);
  }
}

function fieldsOf(type: protobuf.Type): ProtoMessage {
  return new Map(
    type.fieldsArray.map((field) => {
      const { resolvedType } = field.resolve();
      const isMap = field instanceof protobuf.MapField;
      const read: ProtoField = {
        name: field.name,
        type: resolvedType === null ? field.type : resolvedType instanceof protobuf.Enum ? 'enum' : 'message',
        message: resolvedType instanceof protobuf.Type ? nameOf(resolvedType) : null,
        names:
          resolvedType instanceof protobuf.Enum
            ? new Map(Object.entries(resolvedType.values).map(([name, number]) => [number, name]))
            : null,
        kind: isMap ? 'map' : field.repeated ? 'repeated' : 'single',
      };
      return [field.id, read];
    }),
  );
}

function nameOf(object: protobuf.ReflectionObject): string {
  return object.fullName.replace(/^\./, '');
}
