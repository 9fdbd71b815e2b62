"use strict";
var __defProp = Object.defineProperty;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __name = (target, value) => __defProp(target, "name", { value, configurable: true });
var __commonJS = (cb, mod) => function __require() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};

// src/agent/node/intrinsics.cjs
var require_intrinsics = __commonJS({
  "src/agent/node/intrinsics.cjs"(exports2, module2) {
    "use strict";
    var crypto = require("node:crypto");
    var { types } = require("node:util");
    var uncurry = Function.prototype.bind.bind(Function.prototype.call);
    var { getOwnPropertyDescriptor, getPrototypeOf, ownKeys, apply, defineProperty, deleteProperty } = Reflect;
    var getterOf = /* @__PURE__ */ __name((prototype, name) => uncurry(getOwnPropertyDescriptor(prototype, name).get), "getterOf");
    var typedArrayPrototype = getPrototypeOf(Uint8Array.prototype);
    var mapIteratorPrototype = getPrototypeOf((/* @__PURE__ */ new Map()).entries());
    var setIteratorPrototype = getPrototypeOf((/* @__PURE__ */ new Set()).values());
    module2.exports = Object.freeze({
      apply,
      arrayIsArray: Array.isArray,
      arrayJoin: uncurry(Array.prototype.join),
      arraySplice: uncurry(Array.prototype.splice),
      arrayBufferByteLength: getterOf(ArrayBuffer.prototype, "byteLength"),
      createHmac: crypto.createHmac,
      hmacUpdate: uncurry(crypto.Hmac.prototype.update),
      hmacDigest: uncurry(crypto.Hmac.prototype.digest),
      dataViewBuffer: getterOf(DataView.prototype, "buffer"),
      dataViewByteLength: getterOf(DataView.prototype, "byteLength"),
      dataViewByteOffset: getterOf(DataView.prototype, "byteOffset"),
      dateGetTime: uncurry(Date.prototype.getTime),
      dateToIso: uncurry(Date.prototype.toISOString),
      defineProperty,
      deleteProperty,
      getOwnPropertyDescriptor,
      getPrototypeOf,
      mapDelete: uncurry(Map.prototype.delete),
      mapEntries: uncurry(Map.prototype.entries),
      mapGet: uncurry(Map.prototype.get),
      mapIteratorNext: uncurry(mapIteratorPrototype.next),
      mapSet: uncurry(Map.prototype.set),
      mapSize: getterOf(Map.prototype, "size"),
      mathMax: Math.max,
      mathMin: Math.min,
      objectCreate: Object.create,
      objectIs: Object.is,
      ownKeys,
      regExpExec: uncurry(RegExp.prototype.exec),
      regExpSource: getterOf(RegExp.prototype, "source"),
      setHas: uncurry(Set.prototype.has),
      setIteratorNext: uncurry(setIteratorPrototype.next),
      setSize: getterOf(Set.prototype, "size"),
      setValues: uncurry(Set.prototype.values),
      stringIndexOf: uncurry(String.prototype.indexOf),
      stringSlice: uncurry(String.prototype.slice),
      stringStartsWith: uncurry(String.prototype.startsWith),
      stringToLowerCase: uncurry(String.prototype.toLowerCase),
      symbolDescription: getterOf(Symbol.prototype, "description"),
      typedArrayBuffer: getterOf(typedArrayPrototype, "buffer"),
      typedArrayByteLength: getterOf(typedArrayPrototype, "byteLength"),
      typedArrayByteOffset: getterOf(typedArrayPrototype, "byteOffset"),
      types: Object.freeze({ ...types }),
      Uint8Array,
      SafeMap: Map,
      SafeWeakSet: WeakSet,
      weakSetAdd: uncurry(WeakSet.prototype.add),
      weakSetHas: uncurry(WeakSet.prototype.has),
      stringify: JSON.stringify,
      parse: JSON.parse,
      setImmediate: globalThis.setImmediate
    });
  }
});

// src/agent/node/capture-collection.cjs
var require_capture_collection = __commonJS({
  "src/agent/node/capture-collection.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    function isCollection(type) {
      return type === "array" || type === "map" || type === "set";
    }
    __name(isCollection, "isCollection");
    function captureCollection(walk, value, at) {
      const length = sizeOf(value, at.type);
      const shown = intrinsics.mathMin(length, walk.limits.items);
      const captured = intrinsics.objectCreate(null);
      captured.type = at.type;
      captured.length = length;
      captured.items = captureItems(walk, value, { ...at, shown });
      if (shown < length) {
        const { digest } = walk.digestOf.structure(value, walk.taints);
        captured.reason = digest === void 0 ? "budget" : "items";
        if (digest !== void 0) captured.digest = digest;
      }
      return captured;
    }
    __name(captureCollection, "captureCollection");
    function sizeOf(value, type) {
      if (type === "array") return value.length;
      return type === "map" ? intrinsics.mapSize(value) : intrinsics.setSize(value);
    }
    __name(sizeOf, "sizeOf");
    function captureItems(walk, value, at) {
      if (at.type === "array") return captureElements(walk, value, at);
      return at.type === "map" ? captureEntries(walk, value, at) : captureMembers(walk, value, at);
    }
    __name(captureItems, "captureItems");
    function captureElements(walk, array, at) {
      const items = [];
      let isNamed = false;
      for (let index = 0; index < at.shown; index += 1) {
        const descriptor = intrinsics.getOwnPropertyDescriptor(array, index);
        const secret = at.secret || isNamed;
        isNamed = typeof descriptor?.value === "string" && walk.redactor.isSecretName(descriptor.value);
        items[index] = descriptor !== void 0 && !("value" in descriptor) ? notCaptured("getter") : walk.visit(walk, descriptor?.value, below(at, `${at.path}[${index}]`, secret));
      }
      return items;
    }
    __name(captureElements, "captureElements");
    function captureEntries(walk, map, at) {
      const iterator = intrinsics.mapEntries(map);
      const items = [];
      for (let index = 0; index < at.shown; index += 1) {
        const step = intrinsics.mapIteratorNext(iterator);
        if (step.done) break;
        const key = step.value[0];
        const secret = at.secret || typeof key === "string" && walk.redactor.isSecretName(key);
        const isShown = typeof key === "string" && !walk.redactor.isSecretText(key, walk.taints);
        const path = `${at.path}[${isShown ? key : index}]`;
        const entry = intrinsics.objectCreate(null);
        entry.type = "array";
        entry.length = 2;
        entry.items = [
          walk.visit(walk, key, below(at, `${path}.key`, at.secret)),
          walk.visit(walk, step.value[1], below(at, path, secret))
        ];
        items[items.length] = entry;
      }
      return items;
    }
    __name(captureEntries, "captureEntries");
    function captureMembers(walk, set, at) {
      const iterator = intrinsics.setValues(set);
      const items = [];
      for (let index = 0; index < at.shown; index += 1) {
        const step = intrinsics.setIteratorNext(iterator);
        if (step.done) break;
        items[index] = walk.visit(walk, step.value, below(at, `${at.path}[${index}]`, at.secret));
      }
      return items;
    }
    __name(captureMembers, "captureMembers");
    function below(at, path, secret) {
      return { path, depth: at.depth + 1, secret };
    }
    __name(below, "below");
    function notCaptured(reason) {
      const captured = intrinsics.objectCreate(null);
      captured.type = "not-captured";
      captured.reason = reason;
      return captured;
    }
    __name(notCaptured, "notCaptured");
    module2.exports = { captureCollection, isCollection };
  }
});

// src/agent/node/inspect-object.cjs
var require_inspect_object = __commonJS({
  "src/agent/node/inspect-object.cjs"(exports2, module2) {
    "use strict";
    var http = require("node:http");
    var https = require("node:https");
    var net = require("node:net");
    var stream = require("node:stream");
    var intrinsics = require_intrinsics();
    var { types } = intrinsics;
    var heavyPrototypes = new Set(
      [
        http.IncomingMessage,
        http.OutgoingMessage,
        http.Agent,
        https.Agent,
        net.Socket,
        net.Server,
        stream.Readable,
        stream.Writable,
        stream.Stream
      ].map((heavy) => heavy.prototype)
    );
    var heavyClasses = /* @__PURE__ */ new Set([
      ...["DatabaseSync", "StatementSync", "Database", "Statement", "Client", "Pool", "PoolClient", "Connection"],
      ...["MongoClient", "Db", "Collection", "Sequelize", "PrismaClient", "Redis", "RedisClient", "DataSource"],
      ...[
        "EntityManager",
        "Promise",
        "Worker",
        "MessagePort",
        "AbortSignal",
        "AbortController",
        "FastifyRequest"
      ],
      ...[
        "FastifyReply",
        "ReadableStream",
        "WritableStream",
        "TransformStream",
        "Request",
        "Response",
        "Headers"
      ]
    ]);
    var maximumPrototypes = 12;
    var uncomputed = Object.freeze(/* @__PURE__ */ Object.create(null));
    function ownData(object, key) {
      const descriptor = intrinsics.getOwnPropertyDescriptor(object, key);
      if (descriptor === void 0 || !("value" in descriptor)) return null;
      return descriptor;
    }
    __name(ownData, "ownData");
    function classOf(object) {
      let prototype = intrinsics.getPrototypeOf(object);
      for (let step = 0; prototype !== null && step < maximumPrototypes; step += 1) {
        if (types.isProxy(prototype)) return "";
        const owner = ownData(prototype, "constructor");
        if (owner !== null && typeof owner.value === "function" && !types.isProxy(owner.value)) {
          return nameOf(owner.value);
        }
        prototype = intrinsics.getPrototypeOf(prototype);
      }
      return "";
    }
    __name(classOf, "classOf");
    function nameOf(callable) {
      const name = ownData(callable, "name");
      return name !== null && typeof name.value === "string" ? intrinsics.stringSlice(name.value, 0, 100) : "";
    }
    __name(nameOf, "nameOf");
    function isHeavy(object, className) {
      if (intrinsics.setHas(heavyClasses, className)) return true;
      let prototype = intrinsics.getPrototypeOf(object);
      for (let step = 0; prototype !== null && step < maximumPrototypes; step += 1) {
        if (types.isProxy(prototype)) return true;
        if (intrinsics.setHas(heavyPrototypes, prototype)) return true;
        prototype = intrinsics.getPrototypeOf(prototype);
      }
      return false;
    }
    __name(isHeavy, "isHeavy");
    function readData(holder, key) {
      if (typeof holder === "string" && key === "length") return holder.length;
      if (typeof holder !== "object" && typeof holder !== "function" || holder === null) {
        throw new TypeError("not an object");
      }
      let object = holder;
      for (let step = 0; object !== null && step < maximumPrototypes; step += 1) {
        if (types.isProxy(object)) throw new TypeError("proxy");
        const descriptor = intrinsics.getOwnPropertyDescriptor(object, key);
        if (descriptor !== void 0) {
          if ("value" in descriptor) return descriptor.value;
          throw new TypeError("getter");
        }
        object = intrinsics.getPrototypeOf(object);
      }
      return void 0;
    }
    __name(readData, "readData");
    module2.exports = { classOf, isHeavy, nameOf, ownData, readData, uncomputed };
  }
});

// src/agent/node/digest.cjs
var require_digest = __commonJS({
  "src/agent/node/digest.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { classOf, isHeavy, nameOf } = require_inspect_object();
    var { types } = intrinsics;
    function createDigest({ limits, redactor }) {
      return {
        /** Size in bytes and digest of a buffer; beyond the limit only its head counts, and the length. */
        bytes(value) {
          const { length, head } = headOf(value, limits.bytes);
          return { length, digest: redactor.digest(head) };
        },
        /** Digest of an object with everything below it, and its own number of items or fields. */
        structure(value) {
          const walk = {
            text: "",
            nodes: 0,
            limit: limits.digestNodes,
            ancestors: [],
            size: 0,
            bytes: this.bytes
          };
          append(walk, value);
          return { size: walk.size, digest: walk.nodes > walk.limit ? void 0 : redactor.digest(walk.text) };
        }
      };
    }
    __name(createDigest, "createDigest");
    function headOf(value, most) {
      try {
        const { buffer, offset, length } = viewOf(value);
        return { length, head: new intrinsics.Uint8Array(buffer, offset, intrinsics.mathMin(length, most)) };
      } catch {
        return { length: 0, head: new intrinsics.Uint8Array(0) };
      }
    }
    __name(headOf, "headOf");
    function viewOf(value) {
      if (types.isAnyArrayBuffer(value)) {
        const view = new intrinsics.Uint8Array(value);
        return { buffer: value, offset: 0, length: intrinsics.typedArrayByteLength(view) };
      }
      if (types.isTypedArray(value)) {
        return {
          buffer: intrinsics.typedArrayBuffer(value),
          offset: intrinsics.typedArrayByteOffset(value),
          length: intrinsics.typedArrayByteLength(value)
        };
      }
      return {
        buffer: intrinsics.dataViewBuffer(value),
        offset: intrinsics.dataViewByteOffset(value),
        length: intrinsics.dataViewByteLength(value)
      };
    }
    __name(viewOf, "viewOf");
    function append(walk, value) {
      walk.nodes += 1;
      if (walk.nodes > walk.limit) return;
      if (typeof value === "object" && value !== null || typeof value === "function") {
        appendObject(walk, value);
      } else if (typeof value === "symbol") {
        walk.text += `y${intrinsics.symbolDescription(value) ?? ""};`;
      } else {
        walk.text += `${(typeof value)[0]}${intrinsics.objectIs(value, -0) ? "-0" : value};`;
      }
    }
    __name(append, "append");
    function appendObject(walk, value) {
      if (types.isProxy(value)) {
        walk.text += "proxy;";
      } else if (typeof value === "function") {
        walk.text += `f${nameOf(value)};`;
      } else if (isAncestor(walk, value)) {
        walk.text += "cycle;";
      } else if (types.isDate(value)) {
        walk.text += `d${intrinsics.dateGetTime(value)};`;
      } else if (types.isArrayBufferView(value) || types.isAnyArrayBuffer(value)) {
        const { length, digest } = walk.bytes(value);
        walk.text += `b${length}:${digest};`;
      } else {
        appendMembers(walk, value);
      }
    }
    __name(appendObject, "appendObject");
    function isAncestor(walk, value) {
      for (let index = 0; index < walk.ancestors.length; index += 1)
        if (walk.ancestors[index] === value) return true;
      return false;
    }
    __name(isAncestor, "isAncestor");
    function appendMembers(walk, value) {
      const depth = walk.ancestors.length;
      const className = classOf(value);
      walk.text += `${className}{`;
      walk.ancestors[depth] = value;
      if (depth < 64 && !isHeavy(value, className)) {
        const size = appendContent(walk, value);
        if (depth === 0) walk.size = size;
      }
      walk.ancestors.length = depth;
      walk.text += "}";
    }
    __name(appendMembers, "appendMembers");
    function appendContent(walk, value) {
      if (intrinsics.arrayIsArray(value)) return appendElements(walk, value);
      if (types.isMap(value)) return appendEntries(walk, value);
      if (types.isSet(value)) return appendSetMembers(walk, value);
      return appendFields(walk, value);
    }
    __name(appendContent, "appendContent");
    function appendElements(walk, array) {
      for (let index = 0; index < array.length && walk.nodes <= walk.limit; index += 1) {
        const descriptor = intrinsics.getOwnPropertyDescriptor(array, index);
        append(walk, descriptor !== void 0 && "value" in descriptor ? descriptor.value : void 0);
      }
      return array.length;
    }
    __name(appendElements, "appendElements");
    function appendEntries(walk, map) {
      const iterator = intrinsics.mapEntries(map);
      for (let step = intrinsics.mapIteratorNext(iterator); !step.done; step = intrinsics.mapIteratorNext(iterator)) {
        append(walk, step.value[0]);
        append(walk, step.value[1]);
        if (walk.nodes > walk.limit) break;
      }
      return intrinsics.mapSize(map);
    }
    __name(appendEntries, "appendEntries");
    function appendSetMembers(walk, set) {
      const iterator = intrinsics.setValues(set);
      for (let step = intrinsics.setIteratorNext(iterator); !step.done; step = intrinsics.setIteratorNext(iterator)) {
        append(walk, step.value);
        if (walk.nodes > walk.limit) break;
      }
      return intrinsics.setSize(set);
    }
    __name(appendSetMembers, "appendSetMembers");
    function appendFields(walk, object) {
      const keys = intrinsics.ownKeys(object);
      let enumerable = 0;
      for (let index = 0; index < keys.length && walk.nodes <= walk.limit; index += 1) {
        if (typeof keys[index] === "symbol") continue;
        const descriptor = intrinsics.getOwnPropertyDescriptor(object, keys[index]);
        if (descriptor === void 0 || !descriptor.enumerable) continue;
        enumerable += 1;
        walk.text += `${keys[index]}=`;
        append(walk, "value" in descriptor ? descriptor.value : void 0);
      }
      return enumerable;
    }
    __name(appendFields, "appendFields");
    module2.exports = { createDigest, viewOf };
  }
});

// src/agent/node/capture.cjs
var require_capture = __commonJS({
  "src/agent/node/capture.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { captureCollection, isCollection } = require_capture_collection();
    var { classOf, isHeavy, nameOf, ownData, uncomputed } = require_inspect_object();
    var { createDigest } = require_digest();
    var { types } = intrinsics;
    function createCapture({ limits, redactor }) {
      const digestOf = createDigest({ limits, redactor });
      return /* @__PURE__ */ __name(function captureValue(value, name, taints) {
        const walk = { limits, redactor, digestOf, taints, nodes: 0, ancestors: [], visit };
        return visit(walk, value, { path: name, depth: 0, secret: redactor.isSecretName(name) });
      }, "captureValue");
    }
    __name(createCapture, "createCapture");
    function record(fields) {
      const plain = intrinsics.objectCreate(null);
      for (const key in fields) if (fields[key] !== void 0) plain[key] = fields[key];
      return plain;
    }
    __name(record, "record");
    function visit(walk, value, at) {
      walk.nodes += 1;
      if (walk.nodes > walk.limits.nodes) return record({ type: "not-captured", reason: "budget" });
      switch (typeof value) {
        case "undefined":
          return record({ type: "undefined" });
        case "string":
          return visitString(walk, value, at);
        case "boolean":
          return at.secret ? record({ type: "boolean", reason: "redacted" }) : record({ type: "boolean", text: `${value}` });
        case "number":
          return visitNumber(walk, "number", intrinsics.objectIs(value, -0) ? "-0" : `${value}`, at);
        case "bigint":
          return visitNumber(walk, "bigint", `${value}`, at);
        case "symbol":
          return record({ type: "symbol", text: cutText(walk, intrinsics.symbolDescription(value) ?? "") });
        default:
          return value === null ? record({ type: "null" }) : visitObject(walk, value, at);
      }
    }
    __name(visit, "visit");
    function visitNumber(walk, type, text, at) {
      if (!at.secret) return record({ type, text });
      return record({ type, digest: walk.redactor.digest(text), reason: "redacted" });
    }
    __name(visitNumber, "visitNumber");
    function visitString(walk, text, at) {
      const { length } = text;
      if (at.secret || walk.redactor.isSecretText(text, walk.taints)) {
        return record({ type: "string", length, digest: walk.redactor.digest(text), reason: "redacted" });
      }
      if (length <= walk.limits.string) return record({ type: "string", text, length });
      const head = intrinsics.stringSlice(text, 0, walk.limits.string);
      return record({ type: "string", text: head, length, digest: walk.redactor.digest(text), reason: "length" });
    }
    __name(visitString, "visitString");
    function cutText(walk, text) {
      const clean = walk.redactor.redactText(
        intrinsics.stringSlice(text, 0, 16 * walk.limits.string),
        walk.taints
      );
      return intrinsics.stringSlice(clean, 0, walk.limits.string);
    }
    __name(cutText, "cutText");
    function visitObject(walk, value, at) {
      if (types.isProxy(value)) return record({ type: "not-captured", reason: "proxy" });
      if (value === uncomputed) return record({ type: "not-captured", reason: "getter" });
      if (typeof value === "function") return record({ type: "function", text: nameOf(value) });
      for (let index = 0; index < walk.ancestors.length; index += 1) {
        if (walk.ancestors[index].value === value)
          return record({ type: "reference", text: walk.ancestors[index].path });
      }
      const special = visitSpecial(walk, value);
      if (special !== null) return special;
      const type = typeOf(value);
      const className = type === "object" || type === "error" ? tellingClass(value) : void 0;
      if (type === "object" && isHeavy(value, className ?? "")) {
        return record({ type, class: className, reason: "heavy-class" });
      }
      if (at.depth >= walk.limits.depth)
        return beyondDepth(walk, value, { type, class: className, secret: at.secret });
      walk.ancestors[walk.ancestors.length] = { value, path: at.path };
      const captured = isCollection(type) ? captureCollection(walk, value, { ...at, type }) : visitFields(walk, value, { ...at, type, class: className });
      walk.ancestors.length -= 1;
      return captured;
    }
    __name(visitObject, "visitObject");
    function tellingClass(value) {
      const name = classOf(value);
      return name === "" || name === "Object" ? void 0 : name;
    }
    __name(tellingClass, "tellingClass");
    function typeOf(value) {
      if (intrinsics.arrayIsArray(value)) return "array";
      if (types.isMap(value)) return "map";
      if (types.isSet(value)) return "set";
      return types.isNativeError(value) ? "error" : "object";
    }
    __name(typeOf, "typeOf");
    function visitSpecial(walk, value) {
      if (types.isDate(value)) {
        const time = intrinsics.dateGetTime(value);
        return record({
          type: "date",
          text: intrinsics.objectIs(time, Number.NaN) ? "Invalid Date" : intrinsics.dateToIso(value)
        });
      }
      if (types.isRegExp(value)) {
        return record({ type: "object", class: "RegExp", text: cutText(walk, intrinsics.regExpSource(value)) });
      }
      if (types.isArrayBufferView(value) || types.isAnyArrayBuffer(value)) {
        const { length, digest } = walk.digestOf.bytes(value);
        return record({ type: "bytes", class: classOf(value) || void 0, length, digest, reason: "length" });
      }
      return null;
    }
    __name(visitSpecial, "visitSpecial");
    function beyondDepth(walk, value, known) {
      const { digest, size } = walk.digestOf.structure(value, walk.taints);
      const reason = known.secret ? "redacted" : "depth";
      return record({
        type: known.type,
        class: known.class,
        length: size,
        digest,
        reason: digest === void 0 ? "budget" : reason
      });
    }
    __name(beyondDepth, "beyondDepth");
    function visitFields(walk, object, at) {
      const { fields, enumerable, shown } = collectFields(walk, object, at);
      const isCut = enumerable > shown;
      const digest = isCut ? walk.digestOf.structure(object, walk.taints).digest : void 0;
      const reason = digest === void 0 ? "budget" : "fields";
      return record({
        type: at.type,
        class: at.class,
        text: at.type === "error" ? messageOf(walk, object) : void 0,
        length: isCut ? enumerable : void 0,
        digest,
        reason: isCut ? reason : void 0,
        fields
      });
    }
    __name(visitFields, "visitFields");
    function collectFields(walk, object, at) {
      const keys = intrinsics.ownKeys(object);
      const fields = intrinsics.objectCreate(null);
      const hidden = isSecretPair(walk, object) ? { ...at, secret: true } : at;
      let shown = 0;
      let enumerable = 0;
      for (let index = 0; index < keys.length; index += 1) {
        if (shown >= walk.limits.fields && index >= walk.limits.digestNodes)
          return { fields, enumerable: keys.length, shown };
        const descriptor = intrinsics.getOwnPropertyDescriptor(object, keys[index]);
        if (descriptor === void 0 || !descriptor.enumerable) continue;
        enumerable += 1;
        if (shown >= walk.limits.fields) continue;
        const name = fieldName(walk, keys[index]);
        fields[name] = visitField(walk, descriptor, { name, at: name === "value" ? hidden : at });
        shown += 1;
      }
      return { fields, enumerable, shown };
    }
    __name(collectFields, "collectFields");
    function fieldName(walk, key) {
      const name = typeof key === "symbol" ? `[${intrinsics.symbolDescription(key) ?? ""}]` : key;
      return walk.redactor.isSecretText(name, walk.taints) ? cutText(walk, name) : name;
    }
    __name(fieldName, "fieldName");
    function isSecretPair(walk, object) {
      return namesSecret(walk, object, "name") || namesSecret(walk, object, "key");
    }
    __name(isSecretPair, "isSecretPair");
    function namesSecret(walk, object, key) {
      const name = ownData(object, key);
      return name !== null && typeof name.value === "string" && walk.redactor.isSecretName(name.value);
    }
    __name(namesSecret, "namesSecret");
    function visitField(walk, descriptor, { name, at }) {
      if (!("value" in descriptor)) return record({ type: "not-captured", reason: "getter" });
      return walk.visit(walk, descriptor.value, {
        path: `${at.path}.${name}`,
        depth: at.depth + 1,
        secret: at.secret || walk.redactor.isSecretName(name)
      });
    }
    __name(visitField, "visitField");
    function messageOf(walk, error) {
      const message = ownData(error, "message");
      return message !== null && typeof message.value === "string" ? cutText(walk, message.value) : "";
    }
    __name(messageOf, "messageOf");
    module2.exports = { createCapture, record };
  }
});

// src/agent/node/encode.cjs
var require_encode = __commonJS({
  "src/agent/node/encode.cjs"(exports2, module2) {
    "use strict";
    var { arrayIsArray, stringify } = require_intrinsics();
    function encode(value) {
      if (typeof value === "object" && value !== null) {
        return arrayIsArray(value) ? encodeArray(value) : encodeObject(value);
      }
      return stringify(value === void 0 ? null : value);
    }
    __name(encode, "encode");
    function encodeArray(items) {
      let text = "[";
      for (let index = 0; index < items.length; index += 1)
        text += (index === 0 ? "" : ",") + encode(items[index]);
      return `${text}]`;
    }
    __name(encodeArray, "encodeArray");
    function encodeObject(record) {
      let text = "{";
      for (const key in record) {
        if (record[key] === void 0) continue;
        text += `${(text === "{" ? "" : ",") + stringify(key)}:${encode(record[key])}`;
      }
      return `${text}}`;
    }
    __name(encodeObject, "encodeObject");
    module2.exports = { encode };
  }
});

// src/agent/node/channel.cjs
var require_channel = __commonJS({
  "src/agent/node/channel.cjs"(exports2, module2) {
    "use strict";
    var net = require("node:net");
    var intrinsics = require_intrinsics();
    var { encode } = require_encode();
    var connect = net.connect;
    var writableLimit = 4194304;
    function createChannel({ path, limits, hello, without, onMessage, onGone }) {
      const state = {
        path,
        limits,
        hello,
        onMessage,
        onGone,
        socket: null,
        gone: false,
        scheduled: false,
        ...emptyQueue()
      };
      const flush = /* @__PURE__ */ __name(() => {
        state.scheduled = false;
        without(writeOut, state);
      }, "flush");
      return {
        /** Connects, if it has not yet: this process answers requests, or runs code of the change. */
        open() {
          if (state.socket !== null) return;
          without(openSocket, state);
          flush();
        },
        /** Queues one record. A final one is queued even when there is no room for ordinary ones. */
        send(record, isFinal = false) {
          if (state.gone) return;
          enqueue(state, record, isFinal);
          if (state.scheduled) return;
          state.scheduled = true;
          without(() => intrinsics.setImmediate(flush).unref());
        },
        /** Writes what is queued at once: for the end of the process, where no later turn comes. */
        flush,
        isOpen: /* @__PURE__ */ __name(() => state.socket !== null && !state.gone, "isOpen"),
        dropped: /* @__PURE__ */ __name(() => state.dropped, "dropped")
      };
    }
    __name(createChannel, "createChannel");
    function emptyQueue() {
      return { queue: [], characters: 0, dropped: 0 };
    }
    __name(emptyQueue, "emptyQueue");
    function enqueue(state, record, isFinal) {
      const line = `${encode(record)}
`;
      const isFull = state.queue.length >= state.limits.queuedRecords || state.characters + line.length > state.limits.queuedCharacters;
      if (isFull && !isFinal) {
        state.dropped += 1;
        return;
      }
      state.queue[state.queue.length] = line;
      state.characters += line.length;
    }
    __name(enqueue, "enqueue");
    function openSocket(state) {
      if (state.socket !== null || state.gone) return;
      const socket = connect({ path: state.path });
      state.socket = socket;
      socket.unref();
      socket.setEncoding("utf8");
      socket.on("error", () => leave(state));
      socket.on("close", () => leave(state));
      socket.on("drain", () => writeOut(state));
      listen(state, socket);
      socket.write(`${encode(state.hello())}
`);
    }
    __name(openSocket, "openSocket");
    function listen(state, socket) {
      let rest = "";
      socket.on("data", (text) => {
        rest += text;
        for (let end = rest.indexOf("\n"); end !== -1; end = rest.indexOf("\n")) {
          const line = rest.slice(0, end);
          rest = rest.slice(end + 1);
          tell(state, line);
        }
      });
    }
    __name(listen, "listen");
    function tell(state, line) {
      try {
        state.onMessage(intrinsics.parse(line));
      } catch {
      }
    }
    __name(tell, "tell");
    function writeOut(state) {
      if (state.gone || state.socket === null) return;
      if (state.queue.length === 0 || state.socket.writableLength > writableLimit) return;
      const text = intrinsics.arrayJoin(state.queue, "");
      state.queue = [];
      state.characters = 0;
      state.socket.write(text);
    }
    __name(writeOut, "writeOut");
    function leave(state) {
      if (state.gone) return;
      state.gone = true;
      state.queue = [];
      state.socket?.destroy();
      state.onGone();
    }
    __name(leave, "leave");
    module2.exports = { createChannel };
  }
});

// src/agent/node/virtual-clock.cjs
var require_virtual_clock = __commonJS({
  "src/agent/node/virtual-clock.cjs"(exports2, module2) {
    "use strict";
    var { performance } = require("node:perf_hooks");
    var realTicks = process.hrtime.bigint;
    var toNumber = Number;
    var nsPerMs = 1e6;
    var origin = { ms: performance.now(), ticks: realTicks() };
    var realNow = Date.now;
    var floor = Math.floor;
    var stepMs = 1e3;
    var backgroundStepMs = 1e4;
    var earlyMs = 2;
    var readsPerMs = 1e3;
    function createVirtualClock({ context, startsAt, shiftMs }) {
      const { background } = context;
      const own = startsAt === null ? null : clockFrom(startsAt + shiftMs, background.beganAt, backgroundStepMs);
      const currentClock = /* @__PURE__ */ __name(() => {
        const exchange = context.current();
        if (exchange.instant === null) return own;
        exchange.clock ??= clockFrom(exchange.instant + shiftMs, exchange.beganAt, stepMs);
        return exchange.clock;
      }, "currentClock");
      return {
        /** Milliseconds since 1970, whole. */
        now() {
          const clock = currentClock();
          return clock === null ? realNow() : clock.instant + passed(clock);
        },
        /** The clock of this very exchange, for what measures durations; null outside, where they stay real. */
        ofExchange() {
          const clock = currentClock();
          return clock === own ? null : clock;
        }
      };
    }
    __name(createVirtualClock, "createVirtualClock");
    function clockFrom(instant, beganAt, step) {
      return { instant, beganAt, step, reads: 0, ticks: null };
    }
    __name(clockFrom, "clockFrom");
    function passed(clock) {
      clock.reads += 1;
      const real = performanceNow() - clock.beganAt + earlyMs;
      return floor(real / clock.step) * clock.step + floor(clock.reads / readsPerMs);
    }
    __name(passed, "passed");
    function performanceNow() {
      return origin.ms + toNumber(realTicks() - origin.ticks) / nsPerMs;
    }
    __name(performanceNow, "performanceNow");
    module2.exports = { createVirtualClock, passed, performanceNow };
  }
});

// src/agent/node/context.cjs
var require_context = __commonJS({
  "src/agent/node/context.cjs"(exports2, module2) {
    "use strict";
    var { AsyncLocalStorage } = require("node:async_hooks");
    var intrinsics = require_intrinsics();
    var { performanceNow } = require_virtual_clock();
    var outside = Object.freeze({ exchangeId: "", taints: Object.freeze([]), instant: null });
    function createContext() {
      const storage = new AsyncLocalStorage();
      const getStore = storage.getStore.bind(storage);
      const run = storage.run.bind(storage);
      const exit = storage.exit.bind(storage);
      let sequence = 0;
      const background = createExchange(outside);
      return {
        /** What belongs to no exchange. */
        background,
        /** The exchange that is being answered here and now. */
        current: /* @__PURE__ */ __name(() => getStore() ?? background, "current"),
        /** Runs the handler of one exchange; everything it starts belongs to that exchange too. */
        within: run,
        /** Runs work of the agent's own, so that it never keeps an exchange alive. */
        without: exit,
        /** Order among all hits and events of this process. */
        nextSequence() {
          sequence += 1;
          return sequence - 1;
        },
        /** How often a probe was passed before in an exchange; counts this pass. */
        nextOccurrence(exchange, probeId) {
          const before = intrinsics.mapGet(exchange.occurrences, probeId) ?? 0;
          intrinsics.mapSet(exchange.occurrences, probeId, before + 1);
          return before;
        }
      };
    }
    __name(createContext, "createContext");
    function createExchange({ exchangeId, taints, instant }) {
      const beganAt = performanceNow();
      return {
        ...{ exchangeId, taints, instant, beganAt },
        ...{ occurrences: new intrinsics.SafeMap(), clock: null, streams: null, thrown: 0 }
      };
    }
    __name(createExchange, "createExchange");
    module2.exports = { createContext, createExchange };
  }
});

// src/agent/node/coverage.cjs
var require_coverage = __commonJS({
  "src/agent/node/coverage.cjs"(exports2, module2) {
    "use strict";
    var fs = require("node:fs");
    var { fileURLToPath } = require("node:url");
    function startCoverage({ session, plan }) {
      const paths = /* @__PURE__ */ new Map();
      for (const path of plan.coverageOf) {
        paths.set(`${plan.root}/${path}`, path);
        paths.set(`${plan.realRoot}/${path}`, path);
      }
      session.post("Profiler.enable");
      session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
      const executed = /* @__PURE__ */ new Map();
      const take = /* @__PURE__ */ __name(() => {
        const fresh = /* @__PURE__ */ new Map();
        for (const script of session.post("Profiler.takePreciseCoverage").result) {
          const file = fileOf(script.url);
          const path = file === null ? void 0 : paths.get(file);
          if (path === void 0) continue;
          const lines = executedLines(readSource(file, script.functions), script.functions);
          fresh.set(path, lines);
          if (!executed.has(path)) executed.set(path, /* @__PURE__ */ new Set());
          for (const line of lines) executed.get(path).add(line);
        }
        return fresh;
      }, "take");
      return {
        all() {
          take();
          return [...executed].map(([path, lines]) => ({ path, lines: [...lines].sort((a, b) => a - b) }));
        },
        sinceLast() {
          return [...take()].filter(([, lines]) => lines.length > 0).map(([path, lines]) => ({ path, lines }));
        }
      };
    }
    __name(startCoverage, "startCoverage");
    function fileOf(url) {
      if (url.startsWith("/")) return url;
      if (!url.startsWith("file://")) return null;
      try {
        return fileURLToPath(url);
      } catch {
        return null;
      }
    }
    __name(fileOf, "fileOf");
    function readSource(file, functions) {
      const text = fs.readFileSync(file, "utf8");
      const length = Math.max(...functions.map((one) => one.ranges[0]?.endOffset ?? 0));
      return text.charCodeAt(0) === 65279 && length < text.length ? text.slice(1) : text;
    }
    __name(readSource, "readSource");
    function executedLines(text, functions) {
      const ran = new Uint8Array(text.length);
      const ranges = functions.flatMap((one) => one.ranges);
      ranges.sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
      for (const { startOffset, endOffset, count } of ranges) ran.fill(count > 0 ? 1 : 0, startOffset, endOffset);
      const lines = [];
      let start = 0;
      for (let line = 1; start <= text.length; line += 1) {
        const newline = text.indexOf("\n", start);
        const end = newline === -1 ? text.length : newline;
        if (hasRun(text, ran, { start, end })) lines.push(line);
        start = end + 1;
      }
      return lines;
    }
    __name(executedLines, "executedLines");
    function hasRun(text, ran, { start, end }) {
      let hasWord = false;
      let wordRan = false;
      let anyRan = false;
      for (let offset = start; offset < end; offset += 1) {
        if (text.charCodeAt(offset) <= 32) continue;
        const isWord = word.test(text[offset]);
        hasWord ||= isWord;
        wordRan ||= isWord && ran[offset] === 1;
        anyRan ||= ran[offset] === 1;
      }
      return hasWord ? wordRan : anyRan;
    }
    __name(hasRun, "hasRun");
    var word = /[\w$"'`\u0080-\uffff]/;
    module2.exports = { startCoverage };
  }
});

// src/agent/node/date-header.cjs
var require_date_header = __commonJS({
  "src/agent/node/date-header.cjs"(exports2, module2) {
    "use strict";
    var http = require("node:http");
    var intrinsics = require_intrinsics();
    var RealDate = Date;
    var realNow = Date.now;
    var parse = Date.parse;
    var toUtc = Function.prototype.call.bind(RealDate.prototype.toUTCString);
    var lineStart = "\r\nDate: ";
    var textLength = 29;
    var closeMs = 2e3;
    function replaceDateHeader(clock) {
      const prototype = http.ServerResponse.prototype;
      const store = prototype._storeHeader;
      if (typeof store !== "function") return;
      intrinsics.defineProperty(prototype, "_storeHeader", {
        configurable: true,
        writable: true,
        enumerable: false,
        value: /* @__PURE__ */ __name(function _storeHeader(firstLine, headers) {
          const result = intrinsics.apply(store, this, [firstLine, headers]);
          try {
            if (typeof this._header === "string") this._header = withTime(this._header, clock);
          } catch {
          }
          return result;
        }, "_storeHeader")
      });
    }
    __name(replaceDateHeader, "replaceDateHeader");
    function withTime(header, clock) {
      const start = intrinsics.stringIndexOf(header, lineStart);
      if (start === -1) return header;
      const from = start + lineStart.length;
      const written = parse(intrinsics.stringSlice(header, from, from + textLength));
      const distance = realNow() - written;
      if (!(distance > -closeMs && distance < closeMs)) return header;
      const text = toUtc(new RealDate(clock.now()));
      return intrinsics.stringSlice(header, 0, from) + text + intrinsics.stringSlice(header, from + textLength);
    }
    __name(withTime, "withTime");
    module2.exports = { replaceDateHeader };
  }
});

// src/agent/node/http2-date.cjs
var require_http2_date = __commonJS({
  "src/agent/node/http2-date.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var RealDate = Date;
    var toUtc = Function.prototype.call.bind(RealDate.prototype.toUTCString);
    var assign = Object.assign;
    function replaceHttp2Date(streams, clock) {
      const { respond } = streams;
      for (const [name, position] of [
        ["respond", 0],
        ["respondWithFD", 1],
        ["respondWithFile", 1]
      ]) {
        if (typeof streams[name] === "function") dateHeaders({ owner: streams, name, position, clock });
      }
      for (const key of intrinsics.ownKeys(streams)) {
        if (typeof key === "symbol" && streams[key] === respond) streams[key] = streams.respond;
      }
    }
    __name(replaceHttp2Date, "replaceHttp2Date");
    function dateHeaders({ owner, name, position, clock }) {
      const respond = owner[name];
      const dated = /* @__PURE__ */ __name(function(...given) {
        try {
          if (given[position + 1]?.sendDate ?? true) given[position] = withDate(given[position], clock);
        } catch {
        }
        return intrinsics.apply(respond, this, given);
      }, "dated");
      intrinsics.defineProperty(dated, "name", { configurable: true, value: name });
      intrinsics.defineProperty(dated, "length", { configurable: true, value: respond.length });
      intrinsics.defineProperty(owner, name, {
        configurable: true,
        writable: true,
        enumerable: false,
        value: dated
      });
    }
    __name(dateHeaders, "dateHeaders");
    function withDate(headers, clock) {
      if (headers !== void 0 && (headers === null || typeof headers !== "object")) return headers;
      const isList = intrinsics.arrayIsArray(headers);
      const dated = assign(isList ? [] : { __proto__: null }, headers);
      if (isList ? isListed(headers) : dated.date !== void 0 && dated.date !== null) return headers;
      const text = toUtc(new RealDate(clock.now()));
      if (isList) {
        dated[dated.length] = "date";
        dated[dated.length] = text;
      } else dated.date = text;
      return dated;
    }
    __name(withDate, "withDate");
    function isListed(headers) {
      for (let at = 0; at < headers.length; at += 2) {
        if (intrinsics.stringToLowerCase(headers[at]) === "date") return true;
      }
      return false;
    }
    __name(isListed, "isListed");
    module2.exports = { replaceHttp2Date };
  }
});

// src/agent/node/replace-method.cjs
var require_replace_method = __commonJS({
  "src/agent/node/replace-method.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var bind = Function.prototype.bind.call.bind(Function.prototype.bind);
    function replaceMethod(owner, name, build) {
      const descriptor = intrinsics.getOwnPropertyDescriptor(owner, name);
      if (typeof descriptor?.value !== "function" || !(descriptor.configurable || descriptor.writable))
        return false;
      descriptor.value = disguise(build(descriptor.value), descriptor.value);
      return intrinsics.defineProperty(owner, name, descriptor);
    }
    __name(replaceMethod, "replaceMethod");
    function ownerOf(object, name) {
      for (let owner = object; owner !== null && owner !== void 0; owner = intrinsics.getPrototypeOf(owner)) {
        if (intrinsics.getOwnPropertyDescriptor(owner, name) !== void 0) return owner;
      }
      return null;
    }
    __name(ownerOf, "ownerOf");
    function disguise(replacement, original) {
      const disguised = bind(replacement, void 0);
      for (const key of intrinsics.ownKeys(original)) {
        if (key === "prototype" || key === "arguments" || key === "caller") continue;
        intrinsics.defineProperty(disguised, key, intrinsics.getOwnPropertyDescriptor(original, key));
      }
      return disguised;
    }
    __name(disguise, "disguise");
    module2.exports = { ownerOf, replaceMethod };
  }
});

// src/agent/node/seeded-streams.cjs
var require_seeded_streams = __commonJS({
  "src/agent/node/seeded-streams.cjs"(exports2, module2) {
    "use strict";
    var { threadId } = require("node:worker_threads");
    var intrinsics = require_intrinsics();
    var { imul } = Math;
    var charCodeAt = Function.prototype.call.bind(String.prototype.charCodeAt);
    var poolBytes = 256;
    function createStreams({ context, seed, root }) {
      const processName = `${scriptName(root)}
${process.env.NODE_UNIQUE_ID ?? ""}
${threadId}`;
      const pools = intrinsics.objectCreate(null);
      return {
        /** The stream of this kind of value, in the exchange that runs here and now. */
        of(kind) {
          const exchange = context.current();
          exchange.streams ??= intrinsics.objectCreate(null);
          const { streams, exchangeId } = exchange;
          streams[kind] ??= seeded(`${seed}
${kind}
${exchangeId === "" ? processName : exchangeId}`);
          return streams[kind];
        },
        /** The stream for so many bytes at once. */
        ofBytes(count) {
          if (count < poolBytes) return this.of("bytes");
          pools[count] ??= seeded(`${seed}
pool ${count}
${processName}`);
          return pools[count];
        }
      };
    }
    __name(createStreams, "createStreams");
    function scriptName(root) {
      const script = `${process.argv[1] ?? ""}`;
      const start = intrinsics.stringIndexOf(script, root);
      return start === 0 ? intrinsics.stringSlice(script, root.length) : "";
    }
    __name(scriptName, "scriptName");
    function seeded(text) {
      const state = { a: 2654435769, b: 608135816, c: 3084996962, d: 1779033703 };
      for (let index = 0; index < text.length; index += 1) {
        const code = charCodeAt(text, index);
        state.a = imul(state.a ^ code, 2246822507);
        state.b = imul(state.b << 7 ^ state.b >>> 25 ^ state.a ^ code, 3266489909);
        state.c = imul(state.c ^ state.b >>> 15, 668265263) ^ code;
        state.d = imul(state.d ^ state.c >>> 13, 374761393) ^ state.a;
      }
      for (let round = 0; round < 12; round += 1) nextWord(state);
      return state;
    }
    __name(seeded, "seeded");
    function nextWord(state) {
      const scrambled = imul(state.b, 5);
      const word = imul(scrambled << 7 | scrambled >>> 25, 9);
      const shifted = state.b << 9;
      state.c ^= state.a;
      state.d ^= state.b;
      state.b ^= state.c;
      state.a ^= state.d;
      state.c ^= shifted;
      state.d = state.d << 11 | state.d >>> 21;
      return word;
    }
    __name(nextWord, "nextWord");
    function nextUnit(state) {
      const high = nextWord(state) >>> 5;
      const low = nextWord(state) >>> 6;
      return (high * 67108864 + low) / 9007199254740992;
    }
    __name(nextUnit, "nextUnit");
    function fillBytes(state, view, length) {
      let word = 0;
      for (let index = 0; index < length; index += 1) {
        if (index % 4 === 0) word = nextWord(state);
        view[index] = word & 255;
        word >>>= 8;
      }
      return view;
    }
    __name(fillBytes, "fillBytes");
    module2.exports = { createStreams, fillBytes, nextUnit };
  }
});

// src/agent/node/seeded-random.cjs
var require_seeded_random = __commonJS({
  "src/agent/node/seeded-random.cjs"(exports2, module2) {
    "use strict";
    var crypto = require("node:crypto");
    var { syncBuiltinESMExports } = require("node:module");
    var intrinsics = require_intrinsics();
    var { viewOf } = require_digest();
    var { replaceMethod } = require_replace_method();
    var { createStreams, fillBytes, nextUnit } = require_seeded_streams();
    var { apply, types } = intrinsics;
    var typedArrayLength = intrinsics.getOwnPropertyDescriptor(
      intrinsics.getPrototypeOf(intrinsics.Uint8Array.prototype),
      "length"
    ).get;
    var floor = Math.floor;
    function replaceRandom({ context, seed, root }) {
      const streams = createStreams({ context, seed, root });
      replaceMethod(Math, "random", () => () => nextUnit(streams.of("unit")));
      replaceBytes(streams);
      replaceIntegers(streams);
      const uuid = /* @__PURE__ */ __name((original) => /* @__PURE__ */ __name(function randomUUID(options) {
        if (options !== void 0) apply(original, this, [options]);
        return uuidFrom(streams.of("uuid"));
      }, "randomUUID"), "uuid");
      replaceMethod(crypto, "randomUUID", uuid);
      replaceWebCrypto(streams, uuid);
      syncBuiltinESMExports();
    }
    __name(replaceRandom, "replaceRandom");
    function overwrite(streams, buffer, start, count) {
      try {
        const { buffer: memory, offset } = viewOf(buffer);
        fillBytes(streams.ofBytes(count), new intrinsics.Uint8Array(memory, offset + start, count), count);
      } catch {
      }
    }
    __name(overwrite, "overwrite");
    function replaceBytes(streams) {
      const isAlias = crypto.pseudoRandomBytes === crypto.randomBytes;
      const bytes = /* @__PURE__ */ __name((original) => (size, callback) => {
        if (typeof callback !== "function") {
          const buffer = original(size, callback);
          overwrite(streams, buffer, 0, buffer.length);
          return buffer;
        }
        const drawn = { bytes: null };
        original(size, (error, buffer) => {
          if (!error && drawn.bytes !== null) copy(drawn.bytes, buffer, 0);
          callback(error, buffer);
        });
        drawn.bytes = draw(streams, size);
        return void 0;
      }, "bytes");
      replaceMethod(crypto, "randomBytes", bytes);
      if (isAlias) replaceMethod(crypto, "pseudoRandomBytes", () => crypto.randomBytes);
      replaceMethod(crypto, "randomFillSync", (original) => (buffer, offset, size) => {
        const result = original(buffer, offset, size);
        const { start, count } = rangeOf(buffer, offset, size);
        overwrite(streams, buffer, start, count);
        return result;
      });
      replaceMethod(crypto, "randomFill", (original) => (buffer, offset, size, callback) => {
        const asked = fillArguments(offset, size, callback);
        if (typeof asked.callback !== "function") return original(buffer, offset, size, callback);
        const drawn = { bytes: null, start: 0 };
        const filled = /* @__PURE__ */ __name((error, given) => {
          if (!error && drawn.bytes !== null) copy(drawn.bytes, buffer, drawn.start);
          asked.callback(error, given);
        }, "filled");
        if (typeof offset === "function") original(buffer, filled);
        else if (typeof size === "function") original(buffer, offset, filled);
        else original(buffer, offset, size, filled);
        const { start, count } = rangeOf(buffer, asked.offset, asked.size);
        drawn.start = start;
        drawn.bytes = draw(streams, count);
        return void 0;
      });
    }
    __name(replaceBytes, "replaceBytes");
    function fillArguments(offset, size, callback) {
      if (typeof offset === "function") return { offset: 0, size: void 0, callback: offset };
      if (typeof size === "function") return { offset, size: void 0, callback: size };
      return { offset, size, callback };
    }
    __name(fillArguments, "fillArguments");
    function draw(streams, count) {
      try {
        return fillBytes(streams.ofBytes(count), new intrinsics.Uint8Array(count), count);
      } catch {
        return null;
      }
    }
    __name(draw, "draw");
    function copy(bytes, buffer, start) {
      const { buffer: memory, offset } = viewOf(buffer);
      const view = new intrinsics.Uint8Array(memory, offset + start, bytes.length);
      for (let index = 0; index < bytes.length; index += 1) view[index] = bytes[index];
    }
    __name(copy, "copy");
    function rangeOf(buffer, offset, size) {
      const { length } = viewOf(buffer);
      const elements = types.isTypedArray(buffer) ? apply(typedArrayLength, buffer, []) : length;
      const width = elements === 0 ? 1 : length / elements;
      const start = (offset ?? 0) * width;
      return { start, count: size === void 0 ? length - start : size * width };
    }
    __name(rangeOf, "rangeOf");
    function replaceIntegers(streams) {
      const between = /* @__PURE__ */ __name((min, max) => min + floor(nextUnit(streams.of("integer")) * (max - min)), "between");
      replaceMethod(crypto, "randomInt", (original) => (first, second, third) => {
        const hasMinimum = second !== void 0 && typeof second !== "function";
        const min = hasMinimum ? first : 0;
        const max = hasMinimum ? second : first;
        const callback = hasMinimum ? third : second;
        if (typeof callback !== "function") {
          original(min, max, callback);
          return between(min, max);
        }
        const drawn = { value: void 0 };
        original(min, max, (error, value) => callback(error, error ? value : drawn.value));
        drawn.value = between(min, max);
        return void 0;
      });
    }
    __name(replaceIntegers, "replaceIntegers");
    function replaceWebCrypto(streams, uuid) {
      const prototype = intrinsics.getPrototypeOf(crypto.webcrypto);
      replaceMethod(
        prototype,
        "randomUUID",
        (original) => (options) => apply(uuid(original), crypto.webcrypto, [options])
      );
      replaceMethod(prototype, "getRandomValues", (original) => (array) => {
        const result = apply(original, crypto.webcrypto, [array]);
        overwrite(streams, array, 0, viewOf(array).length);
        return result;
      });
    }
    __name(replaceWebCrypto, "replaceWebCrypto");
    var hex = Array.from({ length: 256 }, (_, byte) => (byte + 256).toString(16).slice(1));
    var dashBefore = /* @__PURE__ */ new Set([4, 6, 8, 10]);
    function uuidFrom(stream) {
      const bytes = fillBytes(stream, new intrinsics.Uint8Array(16), 16);
      bytes[6] = bytes[6] & 15 | 64;
      bytes[8] = bytes[8] & 63 | 128;
      let text = "";
      for (let index = 0; index < 16; index += 1) {
        if (intrinsics.setHas(dashBefore, index)) text += "-";
        text += hex[bytes[index]];
      }
      return text;
    }
    __name(uuidFrom, "uuidFrom");
    module2.exports = { replaceRandom };
  }
});

// src/agent/node/virtual-date.cjs
var require_virtual_date = __commonJS({
  "src/agent/node/virtual-date.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { replaceMethod } = require_replace_method();
    var RealDate = Date;
    var construct = Reflect.construct;
    var dateToString = Function.prototype.call.bind(RealDate.prototype.toString);
    function replaceDate(clock) {
      const now = /* @__PURE__ */ __name(() => clock.now(), "now");
      const handler = intrinsics.objectCreate(null);
      handler.apply = () => dateToString(new RealDate(now()));
      handler.construct = (target, given, newTarget) => construct(target, given.length === 0 ? [now()] : given, newTarget);
      const virtual = new Proxy(RealDate, handler);
      const descriptor = intrinsics.getOwnPropertyDescriptor(globalThis, "Date");
      const isReplaced = replaceMethod(RealDate, "now", () => now) && intrinsics.defineProperty(globalThis, "Date", { ...descriptor, value: virtual });
      if (!isReplaced) throw new Error("Date cannot be replaced");
      const back = intrinsics.getOwnPropertyDescriptor(RealDate.prototype, "constructor");
      intrinsics.defineProperty(RealDate.prototype, "constructor", { ...back, value: virtual });
    }
    __name(replaceDate, "replaceDate");
    function replaceTemporalNow(clock) {
      const { Temporal } = globalThis;
      if (Temporal === void 0) return;
      const { Now, Instant } = Temporal;
      const fromMs = Instant.fromEpochMilliseconds;
      const timeZoneId = Now.timeZoneId;
      const instant = /* @__PURE__ */ __name(() => intrinsics.apply(fromMs, Instant, [clock.now()]), "instant");
      const zoned = /* @__PURE__ */ __name((zone) => instant().toZonedDateTimeISO(zone === void 0 ? timeZoneId() : zone), "zoned");
      replaceMethod(Now, "instant", () => instant);
      replaceMethod(Now, "zonedDateTimeISO", () => zoned);
      replaceMethod(Now, "plainDateTimeISO", () => (zone) => zoned(zone).toPlainDateTime());
      replaceMethod(Now, "plainDateISO", () => (zone) => zoned(zone).toPlainDate());
      replaceMethod(Now, "plainTimeISO", () => (zone) => zoned(zone).toPlainTime());
    }
    __name(replaceTemporalNow, "replaceTemporalNow");
    module2.exports = { replaceDate, replaceTemporalNow };
  }
});

// src/agent/node/virtual-durations.cjs
var require_virtual_durations = __commonJS({
  "src/agent/node/virtual-durations.cjs"(exports2, module2) {
    "use strict";
    var { performance } = require("node:perf_hooks");
    var intrinsics = require_intrinsics();
    var { ownerOf, replaceMethod } = require_replace_method();
    var { passed } = require_virtual_clock();
    var realTicks = process.hrtime.bigint;
    var toBigInt = BigInt;
    var toNumber = Number;
    var nsPerMs = 1000000n;
    var nsPerSecond = 1000000000n;
    function replaceDurations(clock) {
      const owner = ownerOf(performance, "now");
      if (owner !== null) {
        replaceMethod(owner, "now", (real) => () => {
          const own = clock.ofExchange();
          return own === null ? intrinsics.apply(real, performance, []) : own.beganAt + passed(own);
        });
      }
      replaceMethod(process.hrtime, "bigint", () => () => ticksOf(clock));
      replaceMethod(process, "hrtime", (real) => (previous) => {
        const time = previous === void 0 ? real() : real(previous);
        return clock.ofExchange() === null ? time : pairOf(ticksOf(clock), previous);
      });
    }
    __name(replaceDurations, "replaceDurations");
    function ticksOf(clock) {
      const own = clock.ofExchange();
      if (own === null) return realTicks();
      const elapsed = toBigInt(passed(own)) * nsPerMs;
      own.ticks ??= realTicks() - elapsed;
      return own.ticks + elapsed;
    }
    __name(ticksOf, "ticksOf");
    function pairOf(ticks, previous) {
      const since = previous === void 0 ? 0n : toBigInt(previous[0]) * nsPerSecond + toBigInt(previous[1]);
      const ns = ticks - since;
      return [toNumber(ns / nsPerSecond), toNumber(ns % nsPerSecond)];
    }
    __name(pairOf, "pairOf");
    module2.exports = { replaceDurations };
  }
});

// src/agent/node/determinism.cjs
var require_determinism = __commonJS({
  "src/agent/node/determinism.cjs"(exports2, module2) {
    "use strict";
    var { syncBuiltinESMExports } = require("node:module");
    var { replaceDateHeader } = require_date_header();
    var { replaceHttp2Date } = require_http2_date();
    var { replaceRandom } = require_seeded_random();
    var { createVirtualClock } = require_virtual_clock();
    var { replaceDate, replaceTemporalNow } = require_virtual_date();
    var { replaceDurations } = require_virtual_durations();
    function startDeterminism(parts) {
      const { attempt, plan, context } = parts;
      const { seed, clock: clockKind, durations, random, startsAt, shiftMs } = plan.determinism;
      const clock = createVirtualClock({ context, startsAt, shiftMs });
      if (clockKind === "recorded") {
        attempt("clock", () => replaceDate(clock));
        attempt("clock of Temporal", () => replaceTemporalNow(clock));
        attempt("date header", () => replaceDateHeader(clock));
        parts.dateStreams = (streams) => attempt("date header of HTTP/2", () => replaceHttp2Date(streams, clock));
      }
      if (durations === "coarse") attempt("durations", () => replaceDurations(clock));
      if (random === "seeded") attempt("randomness", () => replaceRandom({ context, seed, root: plan.root }));
      attempt("named imports", () => syncBuiltinESMExports());
    }
    __name(startDeterminism, "startDeterminism");
    module2.exports = { startDeterminism };
  }
});

// src/agent/node/describe-error.cjs
var require_describe_error = __commonJS({
  "src/agent/node/describe-error.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { classOf, ownData } = require_inspect_object();
    var maximumMessage = 500;
    var maximumFrames = 30;
    var frame = /\n {4}at (?:[^\n]*\()?(?:file:\/\/)?(\/[^\n]*?):(\d+):\d+\)?(?=\n|$)/;
    function describe(error) {
      if (!intrinsics.types.isNativeError(error)) return { class: typeof error, message: "", stack: "" };
      const message = ownData(error, "message");
      return {
        class: classOf(error) || "Error",
        message: message !== null && typeof message.value === "string" ? message.value : "",
        stack: stackOf(error)
      };
    }
    __name(describe, "describe");
    var ownStackGetter = intrinsics.getOwnPropertyDescriptor(new Error("probe"), "stack")?.get;
    var ownFormatter = intrinsics.getOwnPropertyDescriptor(Error, "prepareStackTrace")?.value;
    function hasOwnFormatter() {
      return intrinsics.getOwnPropertyDescriptor(Error, "prepareStackTrace")?.value === ownFormatter;
    }
    __name(hasOwnFormatter, "hasOwnFormatter");
    function stackOf(error) {
      if (!hasOwnFormatter()) return "";
      const descriptor = intrinsics.getOwnPropertyDescriptor(error, "stack");
      if (descriptor === void 0) return "";
      if (descriptor.get !== void 0 && descriptor.get !== ownStackGetter) return "";
      const stack = "value" in descriptor ? descriptor.value : intrinsics.apply(descriptor.get, error, []);
      return typeof stack === "string" ? stack : "";
    }
    __name(stackOf, "stackOf");
    function topFrame(stack, root) {
      let rest = intrinsics.stringSlice(stack, 0, 16384);
      for (let step = 0; step < maximumFrames; step += 1) {
        const match = intrinsics.regExpExec(frame, rest);
        if (match === null) return "";
        const path = relativePath(match[1], root);
        if (path !== null) return `${path}:${match[2]}`;
        rest = intrinsics.stringSlice(rest, match.index + match[0].length);
      }
      return "";
    }
    __name(topFrame, "topFrame");
    function relativePath(file, root) {
      if (!intrinsics.stringStartsWith(file, `${root}/`)) return null;
      if (intrinsics.stringIndexOf(file, "/node_modules/") !== -1) return null;
      return intrinsics.stringSlice(file, root.length + 1);
    }
    __name(relativePath, "relativePath");
    function shownMessage(message, redactor, taints) {
      const clean = redactor.redactText(intrinsics.stringSlice(message, 0, 8 * maximumMessage), taints);
      return intrinsics.stringSlice(clean, 0, maximumMessage);
    }
    __name(shownMessage, "shownMessage");
    module2.exports = { describe, hasOwnFormatter, ownStackGetter, relativePath, shownMessage, topFrame };
  }
});

// src/agent/node/errors.cjs
var require_errors = __commonJS({
  "src/agent/node/errors.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { describe, shownMessage, topFrame } = require_describe_error();
    var printedStack = /^(?:Uncaught )?([A-Z]\w*(?:Error|Exception)?)(?: \[\w+\])?: ([^\n]*)(?:\n[^\n]*)*?\n {4}at /;
    function watchErrors({ context, redactor, root, send }) {
      const report = /* @__PURE__ */ __name((found, caught) => {
        const exchange = context.current();
        const record = intrinsics.objectCreate(null);
        record.kind = "error";
        record.exchangeId = exchange.exchangeId;
        record.sequence = context.nextSequence();
        record.class = found.class;
        record.message = shownMessage(found.message, redactor, exchange.taints);
        record.at = topFrame(found.stack, root);
        record.caught = caught;
        send(record);
      }, "report");
      watchProcess(report);
      watchConsole(report);
    }
    __name(watchErrors, "watchErrors");
    function watchProcess(report) {
      const listenerCount = process.listenerCount.bind(process);
      process.on("uncaughtExceptionMonitor", (error) => {
        attempt(() => report(describe(error), listenerCount("uncaughtException") > 0));
      });
      const emit = process.emit;
      process.emit = /* @__PURE__ */ __name(function emitProcessEvent(event, reason) {
        if (event === "unhandledRejection" && listenerCount("unhandledRejection") > 0) {
          attempt(() => report(describe(reason), true));
        }
        return intrinsics.apply(emit, this, arguments);
      }, "emitProcessEvent");
    }
    __name(watchProcess, "watchProcess");
    function watchConsole(report) {
      const target = globalThis.console;
      for (const name of ["error", "warn"]) {
        const print = target[name];
        const printAndReport = /* @__PURE__ */ __name(function() {
          const given = arguments;
          attempt(() => reportPrinted(given, report));
          return intrinsics.apply(print, this, given);
        }, "printAndReport");
        intrinsics.defineProperty(printAndReport, "name", { value: name, configurable: true });
        target[name] = printAndReport;
      }
    }
    __name(watchConsole, "watchConsole");
    function reportPrinted(given, report) {
      for (let index = 0; index < given.length && index < 8; index += 1) {
        const argument = given[index];
        if (typeof argument === "string") {
          const found = fromText(argument);
          if (found !== null) report(found, true);
        } else if (intrinsics.types.isNativeError(argument)) {
          report(describe(argument), true);
        }
      }
    }
    __name(reportPrinted, "reportPrinted");
    function fromText(text) {
      const match = intrinsics.regExpExec(printedStack, intrinsics.stringSlice(text, 0, 8192));
      return match === null ? null : { class: match[1], message: match[2], stack: text };
    }
    __name(fromText, "fromText");
    function attempt(work) {
      try {
        work();
      } catch {
      }
    }
    __name(attempt, "attempt");
    module2.exports = { watchErrors };
  }
});

// src/agent/node/inspector-session.cjs
var require_inspector_session = __commonJS({
  "src/agent/node/inspector-session.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var owners = [Object.prototype, Array.prototype];
    function openSession() {
      const inspector = require("node:inspector");
      const session = new inspector.Session();
      session.connect();
      const post = session.post.bind(session);
      const { emit } = session;
      intrinsics.defineProperty(session, "emit", { value: emit });
      return {
        /** Sends one command and returns its result; both happen at once in a session of the same thread. */
        post(method, parameters) {
          let outcome = { error: new Error(`${method} did not answer`), result: void 0 };
          withoutToJson(
            () => post(method, parameters, (error, result) => {
              outcome = { error, result };
            })
          );
          if (outcome.error) throw new Error(`${method}: ${outcome.error.message}`);
          return outcome.result;
        },
        on: /* @__PURE__ */ __name((event, listener) => session.on(event, listener), "on")
      };
    }
    __name(openSession, "openSession");
    function withoutToJson(work) {
      const found = [];
      for (let index = 0; index < owners.length; index += 1) {
        const descriptor = intrinsics.getOwnPropertyDescriptor(owners[index], "toJSON");
        if (descriptor === void 0) continue;
        if (!descriptor.configurable) throw new Error("toJSON of a prototype cannot be passed by");
        found[found.length] = { owner: owners[index], descriptor };
      }
      for (let index = 0; index < found.length; index += 1)
        intrinsics.deleteProperty(found[index].owner, "toJSON");
      try {
        return work();
      } finally {
        for (let index = 0; index < found.length; index += 1)
          intrinsics.defineProperty(found[index].owner, "toJSON", found[index].descriptor);
      }
    }
    __name(withoutToJson, "withoutToJson");
    module2.exports = { openSession };
  }
});

// src/agent/node/memory.cjs
var require_memory = __commonJS({
  "src/agent/node/memory.cjs"(exports2, module2) {
    "use strict";
    var v8 = require("node:v8");
    var vm = require("node:vm");
    var intrinsics = require_intrinsics();
    var { openSession } = require_inspector_session();
    var memoryUsage = process.memoryUsage;
    var activeResources = process.getActiveResourcesInfo;
    var now = process.hrtime.bigint;
    var setFlags = v8.setFlagsFromString;
    var runInNewContext = vm.runInNewContext;
    var mostSorts = 40;
    function createMemorySampler({ context, intervalMs, send, flush }) {
      const interval = BigInt(intervalMs) * 1000000n;
      let last = 0n;
      let collect;
      return {
        sample(exchange, force = false) {
          const time = now();
          if (!force && time - last < interval) return;
          last = time;
          send(usageRecord(context, exchange.exchangeId));
        },
        /** Collects twice with a turn between, so that what the first one let go of by finalizers is gone as well. */
        measure(point) {
          collect ??= findCollector();
          const turn = /* @__PURE__ */ __name((work) => intrinsics.setImmediate(work), "turn");
          context.without(turn, () => {
            collect();
            turn(() => {
              const collected = collect();
              const record = usageRecord(context, "");
              record.point = point;
              record.collected = collected;
              record.handles = countHandles();
              send(record);
              flush();
            });
          });
        }
      };
    }
    __name(createMemorySampler, "createMemorySampler");
    function usageRecord(context, exchangeId) {
      const { heapUsed, external, rss } = memoryUsage();
      const record = intrinsics.objectCreate(null);
      record.kind = "memory";
      record.exchangeId = exchangeId;
      record.sequence = context.nextSequence();
      record.heapUsed = heapUsed;
      record.external = external;
      record.rss = rss;
      return record;
    }
    __name(usageRecord, "usageRecord");
    function findCollector() {
      for (const find of [fromNewContext, fromInspector]) {
        try {
          const collect = find();
          collect();
          return () => {
            collect();
            return true;
          };
        } catch {
        }
      }
      return () => false;
    }
    __name(findCollector, "findCollector");
    function fromNewContext() {
      setFlags("--expose-gc");
      try {
        return runInNewContext("gc");
      } finally {
        setFlags("--no-expose-gc");
      }
    }
    __name(fromNewContext, "fromNewContext");
    function fromInspector() {
      const session = openSession();
      return () => session.post("HeapProfiler.collectGarbage");
    }
    __name(fromInspector, "fromInspector");
    function countHandles() {
      const counts = intrinsics.objectCreate(null);
      if (typeof activeResources !== "function") return counts;
      const names = intrinsics.apply(activeResources, process, []);
      let sorts = 0;
      for (let index = 0; index < names.length; index += 1) {
        const name = names[index];
        if (counts[name] === void 0 && sorts >= mostSorts) continue;
        if (counts[name] === void 0) sorts += 1;
        counts[name] = (counts[name] ?? 0) + 1;
      }
      return counts;
    }
    __name(countHandles, "countHandles");
    module2.exports = { createMemorySampler };
  }
});

// src/agent/node/redact-url.cjs
var require_redact_url = __commonJS({
  "src/agent/node/redact-url.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    function redactUrl({ origin, path, redactor, taints }) {
      const mark = intrinsics.stringIndexOf(path, "?");
      const plainPath = redactor.redactText(mark === -1 ? path : intrinsics.stringSlice(path, 0, mark), taints);
      const place = `${withoutCredentials(origin)}${plainPath}`;
      const url = mark === -1 ? place : `${place}?${redactQuery(intrinsics.stringSlice(path, mark + 1), redactor)}`;
      return intrinsics.stringSlice(url, 0, 2e3);
    }
    __name(redactUrl, "redactUrl");
    function withoutCredentials(origin) {
      const at = intrinsics.stringIndexOf(origin, "@");
      if (at === -1) return origin;
      const scheme = intrinsics.stringIndexOf(origin, "://");
      return intrinsics.stringSlice(origin, 0, scheme + 3) + intrinsics.stringSlice(origin, at + 1);
    }
    __name(withoutCredentials, "withoutCredentials");
    function redactQuery(query, redactor) {
      let redacted = "";
      let rest = query;
      for (let end = 0; end !== -1; rest = intrinsics.stringSlice(rest, end + 1)) {
        end = intrinsics.stringIndexOf(rest, "&");
        const part = end === -1 ? rest : intrinsics.stringSlice(rest, 0, end);
        redacted += (redacted === "" ? "" : "&") + redactPart(part, redactor);
      }
      return redacted;
    }
    __name(redactQuery, "redactQuery");
    function redactPart(part, redactor) {
      const equals = intrinsics.stringIndexOf(part, "=");
      if (equals === -1) return part;
      const value = intrinsics.stringSlice(part, equals + 1);
      return `${intrinsics.stringSlice(part, 0, equals)}=<${intrinsics.stringSlice(redactor.digest(value), 0, 8)}>`;
    }
    __name(redactPart, "redactPart");
    module2.exports = { redactUrl };
  }
});

// src/agent/node/outbound.cjs
var require_outbound = __commonJS({
  "src/agent/node/outbound.cjs"(exports2, module2) {
    "use strict";
    var diagnostics = require("node:diagnostics_channel");
    var http = require("node:http");
    var intrinsics = require_intrinsics();
    var { readData } = require_inspect_object();
    var { redactUrl } = require_redact_url();
    var maximumPending = 1e4;
    function watchOutbound({ context, redactor, send }) {
      const pending = new intrinsics.SafeMap();
      const start = /* @__PURE__ */ __name((request, target) => {
        if (intrinsics.mapSize(pending) >= maximumPending) return;
        const exchange = context.current();
        intrinsics.mapSet(pending, request, {
          exchangeId: exchange.exchangeId,
          sequence: context.nextSequence(),
          method: target.method,
          url: redactUrl({ origin: target.origin, path: target.path, redactor, taints: exchange.taints })
        });
      }, "start");
      const finish = /* @__PURE__ */ __name((request, status) => {
        const call = intrinsics.mapGet(pending, request);
        if (call === void 0) return;
        intrinsics.mapDelete(pending, request);
        send(outboundRecord(call, status));
      }, "finish");
      const subscribe = /* @__PURE__ */ __name((name, listener) => diagnostics.channel(name).subscribe((message) => attempt(listener, message)), "subscribe");
      subscribe("http.client.request.start", ({ request }) => start(request, clientTarget(request)));
      subscribe("http.client.response.finish", ({ request, response }) => finish(request, response.statusCode));
      subscribe("http.client.request.error", ({ request }) => finish(request, void 0));
      subscribe("undici:request:create", ({ request }) => start(request, undiciTarget(request)));
      subscribe("undici:request:headers", ({ request, response }) => finish(request, response.statusCode));
      subscribe("undici:request:error", ({ request }) => finish(request, void 0));
      return {
        flush() {
          for (const request of [...pending.keys()]) finish(request, void 0);
        }
      };
    }
    __name(watchOutbound, "watchOutbound");
    function clientTarget(request) {
      const protocol = readData(request, "protocol") ?? "http:";
      return {
        method: `${readData(request, "method") ?? "GET"}`,
        origin: `${protocol}//${hostOf(request)}`,
        path: `${clientPath(request)}`
      };
    }
    __name(clientTarget, "clientTarget");
    var pathGetter = intrinsics.getOwnPropertyDescriptor(http.ClientRequest.prototype, "path")?.get;
    function clientPath(request) {
      if (pathGetter !== void 0) return intrinsics.apply(pathGetter, request, []);
      return readData(request, "path") ?? "/";
    }
    __name(clientPath, "clientPath");
    function hostOf(request) {
      const header = request.getHeader("host");
      return typeof header === "string" ? header : `${readData(request, "host") ?? ""}`;
    }
    __name(hostOf, "hostOf");
    function undiciTarget(request) {
      return {
        method: `${readData(request, "method") ?? "GET"}`,
        origin: `${request.origin ?? ""}`,
        path: `${readData(request, "path") ?? "/"}`
      };
    }
    __name(undiciTarget, "undiciTarget");
    function outboundRecord(call, status) {
      const record = intrinsics.objectCreate(null);
      record.kind = "outbound-call";
      record.exchangeId = call.exchangeId;
      record.sequence = call.sequence;
      record.method = call.method;
      record.url = call.url;
      if (typeof status === "number") record.status = status;
      return record;
    }
    __name(outboundRecord, "outboundRecord");
    function attempt(listener, message) {
      try {
        listener(message);
      } catch {
      }
    }
    __name(attempt, "attempt");
    module2.exports = { watchOutbound };
  }
});

// src/agent/node/plan.cjs
var require_plan = __commonJS({
  "src/agent/node/plan.cjs"(exports2, module2) {
    "use strict";
    var fs = require("node:fs");
    var defaultLimits = Object.freeze({
      depth: 3,
      fields: 40,
      items: 50,
      string: 256,
      bytes: 1048576,
      nodes: 1500,
      digestNodes: 5e3,
      controlHits: 50,
      backgroundHits: 10,
      hitsPerExchange: 20,
      suspectHits: 2e3,
      passesPerTurn: 500,
      thrownErrors: 1e3,
      thrownPerExchange: 20,
      thrownPerSite: 3,
      frames: 5,
      throwBudgetMs: 15,
      memoryIntervalMs: 250,
      queuedRecords: 2e4,
      queuedCharacters: 16777216
    });
    function readPlan(file) {
      const plan = JSON.parse(fs.readFileSync(file, "utf8"));
      if (plan.version !== 1) throw new Error(`plan has version ${plan.version}; this agent reads 1`);
      if (typeof plan.root !== "string" || typeof plan.key !== "string")
        throw new Error("plan has no root or no key");
      return {
        role: String(plan.role),
        root: plan.root,
        realRoot: realPath(plan.root),
        key: plan.key,
        probes: Array.isArray(plan.probes) ? plan.probes : [],
        coverageOf: Array.isArray(plan.coverageOf) ? plan.coverageOf : [],
        coverageByExchange: plan.coverageByExchange === true,
        thrownErrors: plan.thrownErrors === true,
        suspects: new Set(Array.isArray(plan.suspects) ? plan.suspects : []),
        limits: readLimits(plan.limits ?? {}),
        determinism: readDeterminism(plan.determinism ?? null)
      };
    }
    __name(readPlan, "readPlan");
    function realPath(folder) {
      try {
        return fs.realpathSync(folder);
      } catch {
        return folder;
      }
    }
    __name(realPath, "realPath");
    function readDeterminism(asked) {
      if (asked === null) return null;
      const { seed, clock, durations, random, startsAt, shiftMs } = asked;
      const isStart = startsAt === null || Number.isFinite(startsAt);
      if (typeof seed !== "string" || !isStart || !Number.isFinite(shiftMs))
        throw new Error("determinism has no seed, no start or no shift");
      return { seed, clock, durations, random, startsAt, shiftMs };
    }
    __name(readDeterminism, "readDeterminism");
    function readLimits(asked) {
      const limits = { ...defaultLimits };
      for (const [name, value] of Object.entries(asked)) {
        if (!(name in defaultLimits)) throw new Error(`plan has an unknown limit "${name}"`);
        if (!Number.isInteger(value) || value < 1) throw new Error(`limit "${name}" is not a positive integer`);
        limits[name] = value;
      }
      return limits;
    }
    __name(readLimits, "readLimits");
    module2.exports = { defaultLimits, readPlan };
  }
});

// src/agent/node/redirect-outbound.cjs
var require_redirect_outbound = __commonJS({
  "src/agent/node/redirect-outbound.cjs"(exports2, module2) {
    "use strict";
    var diagnostics = require("node:diagnostics_channel");
    var { readFileSync } = require("node:fs");
    var http = require("node:http");
    var http2 = require("node:http2");
    var https = require("node:https");
    var { syncBuiltinESMExports } = require("node:module");
    var net = require("node:net");
    var tls = require("node:tls");
    var intrinsics = require_intrinsics();
    var tagHeader = "x-shadowgate-exchange";
    var loopback = /^(localhost|127(\.\d+){3}|\[?::1\]?|0\.0\.0\.0|\[?::\]?)$/i;
    function redirectOutbound(context, environment) {
      const { SHADOWGATE_OUTBOUND: door, SHADOWGATE_OUTBOUND_LOCAL: locals = "" } = environment;
      const authority = environment.NODE_EXTRA_CA_CERTS;
      if (!door) return;
      const [doorHost, doorPort] = splitAddress(door);
      const sideCars = new Set(locals.split(",").filter((each) => each !== ""));
      let expected = null;
      const isElsewhere = /* @__PURE__ */ __name((host, port) => typeof host === "string" && host !== "" && (intrinsics.regExpExec(loopback, host) === null || intrinsics.setHas(sideCars, `${host}:${port}`)), "isElsewhere");
      const during = /* @__PURE__ */ __name((target, work) => {
        const before = expected;
        expected = target;
        try {
          return work();
        } finally {
          expected = before;
        }
      }, "during");
      redirectSockets(doorHost, doorPort, (options) => {
        if (expected === null || !isPlain(options) || options.socketPath) return false;
        if (options.host !== expected.host) return false;
        expected = null;
        return true;
      });
      for (const prototype of [http.Agent.prototype, https.Agent.prototype]) {
        wrap(prototype, "createConnection", (original, self, given) => {
          const target = targetOf(given[0], isElsewhere);
          return during(target, () => intrinsics.apply(original, self, given));
        });
      }
      wrap(http2, "connect", (original, self, given) => {
        const target = addressTarget(`${given[0]}`, isElsewhere);
        return during(target, () => intrinsics.apply(original, self, given));
      });
      if (authority) trustAuthority(authority, isElsewhere);
      watchUndici({
        isElsewhere,
        context,
        expect: /* @__PURE__ */ __name((target) => {
          expected = target;
          queueMicrotask(() => {
            if (expected === target) expected = null;
          });
        }, "expect")
      });
      tagClientRequests(context, isElsewhere);
      syncBuiltinESMExports();
    }
    __name(redirectOutbound, "redirectOutbound");
    function redirectSockets(host, port, isRedirected) {
      wrap(net.Socket.prototype, "connect", (original, self, given) => {
        const [first] = given;
        const options = intrinsics.arrayIsArray(first) ? first[0] : first;
        if (!isRedirected(options)) return intrinsics.apply(original, self, given);
        const elsewhere = {
          ...options,
          host,
          port,
          lookup: void 0,
          family: void 0,
          localAddress: void 0
        };
        if (intrinsics.arrayIsArray(first)) first[0] = elsewhere;
        else given[0] = elsewhere;
        return intrinsics.apply(original, self, given);
      });
    }
    __name(redirectSockets, "redirectSockets");
    function trustAuthority(file, isElsewhere) {
      const certificate = readFileSync(file, "utf8");
      wrap(tls, "connect", (original, self, given) => {
        const [options] = given;
        if (isPlain(options) && options.ca !== void 0 && isElsewhere(options.servername || options.host, options.port)) {
          const named = intrinsics.arrayIsArray(options.ca) ? options.ca : [options.ca];
          given[0] = { ...options, ca: [...named, certificate] };
        }
        return intrinsics.apply(original, self, given);
      });
    }
    __name(trustAuthority, "trustAuthority");
    function watchUndici({ isElsewhere, context, expect }) {
      diagnostics.channel("undici:client:beforeConnect").subscribe((message) => {
        attempt(() => {
          const { hostname, port, protocol } = message.connectParams;
          if (isElsewhere(hostname, portOf(port, protocol))) expect({ host: hostname });
        });
      });
      diagnostics.channel("undici:request:create").subscribe(({ request }) => {
        attempt(() => {
          const { exchangeId } = context.current();
          const address = /^https?:\/\//i.test(request.path) ? request.path : `${request.origin}`;
          if (exchangeId === "" || addressTarget(address, isElsewhere) === null) return;
          request.addHeader(tagHeader, exchangeId);
        });
      });
    }
    __name(watchUndici, "watchUndici");
    function tagClientRequests(context, isElsewhere) {
      wrap(http.ClientRequest.prototype, "_storeHeader", (original, self, given) => {
        attempt(() => {
          const { exchangeId } = context.current();
          if (exchangeId === "" || self.socketPath || !isElsewhere(self.host, portOfHeader(self))) return;
          if (typeof given[0] === "string") given[0] = `${given[0]}${tagHeader}: ${exchangeId}\r
`;
        });
        return intrinsics.apply(original, self, given);
      });
    }
    __name(tagClientRequests, "tagClientRequests");
    function targetOf(options, isElsewhere) {
      if (!isPlain(options) || options.socketPath) return null;
      return isElsewhere(options.host, options.port) ? { host: options.host } : null;
    }
    __name(targetOf, "targetOf");
    function addressTarget(address, isElsewhere) {
      try {
        const { hostname, port, protocol } = new URL(address);
        return isElsewhere(hostname, portOf(port, protocol)) ? { host: hostname } : null;
      } catch {
        return null;
      }
    }
    __name(addressTarget, "addressTarget");
    function portOf(port, protocol) {
      if (port) return port;
      return protocol === "https:" ? "443" : "80";
    }
    __name(portOf, "portOf");
    function portOfHeader(request) {
      const header = request.getHeader("host");
      const [, port] = typeof header === "string" ? splitAddress(header) : [];
      return portOf(port, request.protocol);
    }
    __name(portOfHeader, "portOfHeader");
    function splitAddress(address) {
      const at = address.lastIndexOf(":");
      return at === -1 ? [address, ""] : [intrinsics.stringSlice(address, 0, at), intrinsics.stringSlice(address, at + 1)];
    }
    __name(splitAddress, "splitAddress");
    function isPlain(value) {
      return typeof value === "object" && value !== null;
    }
    __name(isPlain, "isPlain");
    function wrap(owner, name, around) {
      const original = owner[name];
      const wrapped = {
        [name](...given) {
          return around(original, this, given);
        }
      }[name];
      intrinsics.defineProperty(wrapped, "length", { value: original.length, configurable: true });
      intrinsics.defineProperty(owner, name, {
        ...intrinsics.getOwnPropertyDescriptor(owner, name),
        configurable: true,
        writable: true,
        enumerable: intrinsics.getOwnPropertyDescriptor(owner, name)?.enumerable ?? false,
        value: wrapped
      });
    }
    __name(wrap, "wrap");
    function attempt(work) {
      try {
        work();
      } catch {
      }
    }
    __name(attempt, "attempt");
    module2.exports = { redirectOutbound };
  }
});

// src/agent/node/breakpoints.cjs
var require_breakpoints = __commonJS({
  "src/agent/node/breakpoints.cjs"(exports2, module2) {
    "use strict";
    var { pathToFileURL } = require("node:url");
    var intrinsics = require_intrinsics();
    function createBreakpoints({ session, plan }) {
      const placeOf = /* @__PURE__ */ new Map();
      session.post("Debugger.enable");
      session.post("Debugger.setSkipAllPauses", { skip: true });
      session.on("Debugger.breakpointResolved", ({ params }) => {
        const place = intrinsics.mapGet(placeOf, params.breakpointId);
        if (place !== void 0) land(session, place, params.location);
      });
      return {
        arm(place) {
          place.breakpointIds ??= [];
          place.landed ??= [];
          if (place.breakpointIds.length > 0 || place.outOfBlock === true) return;
          if (place.landed.length === 0) armByUrl({ session, plan, place, placeOf });
          else armByScript(session, place);
        },
        rest(place) {
          for (let index = 0; index < place.breakpointIds.length; index += 1) {
            removeQuietly(session, place.breakpointIds[index]);
          }
          place.breakpointIds = [];
        },
        bindingOf
      };
    }
    __name(createBreakpoints, "createBreakpoints");
    function armByUrl({ session, plan, place, placeOf }) {
      try {
        const { breakpointId, locations } = session.post("Debugger.setBreakpointByUrl", {
          urlRegex: urlPattern(plan, place.file),
          lineNumber: place.line - 1,
          columnNumber: place.column - 1,
          condition: place.condition
        });
        place.breakpointIds[place.breakpointIds.length] = breakpointId;
        intrinsics.mapSet(placeOf, breakpointId, place);
        for (let index = 0; index < locations.length; index += 1) land(session, place, locations[index]);
      } catch (error) {
        place.refusal = error.message;
      }
    }
    __name(armByUrl, "armByUrl");
    function armByScript(session, place) {
      for (let index = 0; index < place.landed.length; index += 1) {
        try {
          const location = place.landed[index];
          const { condition } = place;
          const { breakpointId } = session.post("Debugger.setBreakpoint", { location, condition });
          place.breakpointIds[place.breakpointIds.length] = breakpointId;
        } catch (error) {
          place.refusal = error.message;
        }
      }
    }
    __name(armByScript, "armByScript");
    function land(session, place, location) {
      place.landed[place.landed.length] = location;
      if (place.lastLine === void 0 || location.lineNumber + 1 <= place.lastLine) return;
      place.outOfBlock = true;
      for (let index = 0; index < place.breakpointIds.length; index += 1) {
        removeQuietly(session, place.breakpointIds[index]);
      }
      place.breakpointIds = [];
    }
    __name(land, "land");
    function removeQuietly(session, breakpointId) {
      try {
        session.post("Debugger.removeBreakpoint", { breakpointId });
      } catch {
      }
    }
    __name(removeQuietly, "removeQuietly");
    function urlPattern(plan, file) {
      const paths = /* @__PURE__ */ new Set([`${plan.root}/${file}`, `${plan.realRoot}/${file}`]);
      const urls = [...paths].flatMap((path) => [path, pathToFileURL(path).href]);
      return `^(?:${urls.map((url) => url.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})(?:[?#].*)?$`;
    }
    __name(urlPattern, "urlPattern");
    function bindingOf(place) {
      const { landed = [], refusal, outOfBlock, line } = place;
      const last = landed.length === 0 ? void 0 : landed[landed.length - 1].lineNumber + 1;
      if (outOfBlock === true) return { state: "unbound", note: `slid to line ${last}, outside its block` };
      if (last === void 0) return { state: "unbound", note: refusal ?? "no code was loaded at this place" };
      const rested = place.restedInLoop === true ? "rested for the remainder of a hot loop" : void 0;
      return last === line ? { state: "bound", note: rested } : { state: "slid", note: rested ?? `to line ${last}` };
    }
    __name(bindingOf, "bindingOf");
    module2.exports = { createBreakpoints };
  }
});

// src/agent/node/probe-conditions.cjs
var require_probe_conditions = __commonJS({
  "src/agent/node/probe-conditions.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { readData, uncomputed } = require_inspect_object();
    var identifier = /^(?:this|[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*)$/u;
    var notPrimitive = "not a primitive";
    var expressionTools = Object.freeze({
      p(value) {
        if (typeof value === "object" && value !== null || typeof value === "function") {
          throw new TypeError(notPrimitive);
        }
        return value;
      },
      g: readData,
      u: uncomputed,
      m: Object.freeze(Object.fromEntries(Object.getOwnPropertyNames(Math).map((name) => [name, Math[name]])))
    });
    function buildCondition(hookName, index, probes) {
      const thunks = [];
      const slotOf = /* @__PURE__ */ new Map();
      const slot = /* @__PURE__ */ __name((source) => {
        if (!slotOf.has(source)) slotOf.set(source, thunks.push(source) - 1);
        return slotOf.get(source);
      }, "slot");
      const slots = probes.map((probe) => {
        const named = probe.names.filter((name) => identifier.test(name)).map((name) => ({ name, slot: slot(`()=>${name}`) }));
        const generated = Object.entries(probe.expressions ?? {}).map(([name, source]) => ({
          name,
          slot: slot(`($)=>(${source})`)
        }));
        return [...named, ...generated];
      });
      return { condition: `${hookName}(${index},[${thunks.join(",")}])`, slots };
    }
    __name(buildCondition, "buildCondition");
    function reasonOf(error) {
      if (!intrinsics.types.isNativeError(error)) return "not-in-scope";
      const message = intrinsics.getOwnPropertyDescriptor(error, "message")?.value;
      if (message === "getter" || message === "proxy") return message;
      if (message === notPrimitive) return "getter";
      if (typeof message !== "string") return "not-in-scope";
      return intrinsics.stringStartsWith(message, "Cannot access") ? "not-initialised" : "not-in-scope";
    }
    __name(reasonOf, "reasonOf");
    module2.exports = { buildCondition, expressionTools, reasonOf };
  }
});

// src/agent/node/probes.cjs
var require_probes = __commonJS({
  "src/agent/node/probes.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { record } = require_capture();
    var { createBreakpoints } = require_breakpoints();
    var { buildCondition, expressionTools, reasonOf } = require_probe_conditions();
    function startProbes({ plan, session, context, captureValue, send }) {
      const hookName = `__shadowgate_${intrinsics.stringSlice(plan.key, 0, 8)}`;
      const places = groupByPlace(plan.probes).map((probes, index) => {
        const { condition, slots } = buildCondition(hookName, index, probes);
        const counters = probes.map((probe, at) => ({
          ...{ probe, slots: slots[at], hits: 0 },
          ...{ control: 0, suspect: 0, background: 0, disarmed: false }
        }));
        return { ...probes[0], condition, probes: counters, passesThisTurn: 0 };
      });
      const breakpoints = createBreakpoints({ session, plan });
      const state = {
        plan,
        context,
        captureValue,
        send,
        places,
        breakpoints,
        suspectsInFlight: 0,
        sweeping: false
      };
      installHook(hookName, state);
      for (const place of places) breakpoints.arm(place);
      return {
        onStart: /* @__PURE__ */ __name((exchange) => onStart(state, exchange), "onStart"),
        onEnd(exchange) {
          if (!isSuspect(state, exchange)) return;
          state.suspectsInFlight -= 1;
          sweepSoon(state);
        },
        states: /* @__PURE__ */ __name(() => places.flatMap(
          (place) => place.probes.map((counter) => stateOf(counter, breakpoints.bindingOf(place)))
        ), "states"),
        stop() {
          for (const place of places) breakpoints.rest(place);
        }
      };
    }
    __name(startProbes, "startProbes");
    function groupByPlace(probes) {
      const groups = /* @__PURE__ */ new Map();
      for (const probe of probes) {
        const key = `${probe.file}:${probe.line}:${probe.column}`;
        groups.set(key, [...groups.get(key) ?? [], probe]);
      }
      return [...groups.values()];
    }
    __name(groupByPlace, "groupByPlace");
    function installHook(hookName, state) {
      intrinsics.defineProperty(globalThis, hookName, {
        configurable: true,
        enumerable: false,
        value: /* @__PURE__ */ __name((index, thunks) => {
          try {
            pass(state, state.places[index], thunks);
          } catch {
          }
          return false;
        }, "value")
      });
    }
    __name(installHook, "installHook");
    function pass(state, place, thunks) {
      const exchange = state.context.current();
      for (let index = 0; index < place.probes.length; index += 1) {
        const counter = place.probes[index];
        counter.hits += 1;
        const occurrence = state.context.nextOccurrence(exchange, counter.probe.id);
        if (!isWanted(state, { counter, exchange, occurrence })) continue;
        state.send(captureHit(state, { counter, exchange, occurrence, thunks }));
      }
      place.passesThisTurn += 1;
      if (place.passesThisTurn === 1) sweepSoon(state);
      if (place.passesThisTurn >= state.plan.limits.passesPerTurn) {
        place.restedInLoop = true;
        state.breakpoints.rest(place);
      }
    }
    __name(pass, "pass");
    function isWanted(state, { counter, exchange, occurrence }) {
      const { limits } = state.plan;
      if (counter.disarmed) return false;
      if (exchange.exchangeId === "") return spend(counter, "background", limits.backgroundHits);
      if (occurrence >= limits.hitsPerExchange) return false;
      if (isSuspect(state, exchange)) return spend(counter, "suspect", limits.suspectHits);
      return spend(counter, "control", limits.controlHits);
    }
    __name(isWanted, "isWanted");
    function spend(counter, budget, limit) {
      if (counter[budget] >= limit) return false;
      counter[budget] += 1;
      return true;
    }
    __name(spend, "spend");
    function isSuspect(state, exchange) {
      return intrinsics.setHas(state.plan.suspects, exchange.exchangeId);
    }
    __name(isSuspect, "isSuspect");
    function captureHit(state, { counter, exchange, occurrence, thunks }) {
      const values = intrinsics.objectCreate(null);
      for (let index = 0; index < counter.slots.length; index += 1) {
        const { name, slot } = counter.slots[index];
        values[name] = captureThunk(state, { name, thunk: thunks[slot], taints: exchange.taints });
      }
      const { exchangeId } = exchange;
      const sequence = state.context.nextSequence();
      return record({ kind: "hit", probeId: counter.probe.id, exchangeId, occurrence, sequence, values });
    }
    __name(captureHit, "captureHit");
    function captureThunk(state, { name, thunk, taints }) {
      let value;
      try {
        value = thunk(expressionTools);
      } catch (error) {
        return record({ type: "not-captured", reason: reasonOf(error) });
      }
      try {
        return state.captureValue(value, name, taints);
      } catch {
        return record({ type: "not-captured", reason: "budget" });
      }
    }
    __name(captureThunk, "captureThunk");
    function onStart(state, exchange) {
      const suspect = isSuspect(state, exchange);
      if (suspect) state.suspectsInFlight += 1;
      for (let index = 0; index < state.places.length; index += 1) {
        const place = state.places[index];
        if (isNeeded(state, place, suspect)) state.breakpoints.arm(place);
      }
    }
    __name(onStart, "onStart");
    function isNeeded(state, place, suspect) {
      const { limits } = state.plan;
      for (let index = 0; index < place.probes.length; index += 1) {
        const { control, suspect: spent, disarmed } = place.probes[index];
        if (!disarmed && (suspect ? spent < limits.suspectHits : control < limits.controlHits)) return true;
      }
      return false;
    }
    __name(isNeeded, "isNeeded");
    function sweepSoon(state) {
      if (state.sweeping) return;
      state.sweeping = true;
      state.context.without(() => intrinsics.setImmediate(sweep, state).unref());
    }
    __name(sweepSoon, "sweepSoon");
    function sweep(state) {
      state.sweeping = false;
      for (let index = 0; index < state.places.length; index += 1) {
        const place = state.places[index];
        place.passesThisTurn = 0;
        const needed = isNeeded(state, place, false) || state.suspectsInFlight > 0 && isNeeded(state, place, true);
        if (!needed) state.breakpoints.rest(place);
        for (let at = 0; at < place.probes.length; at += 1) markDisarmed(state, place.probes[at]);
      }
    }
    __name(sweep, "sweep");
    function markDisarmed(state, counter) {
      const { limits, suspects } = state.plan;
      const spent = counter.control >= limits.controlHits;
      if (suspects.size === 0 ? spent : counter.suspect >= limits.suspectHits) counter.disarmed = true;
    }
    __name(markDisarmed, "markDisarmed");
    function stateOf(counter, binding) {
      const { probe, hits } = counter;
      const known = { kind: "probe", probeId: probe.id, hits };
      if (counter.disarmed) return record({ ...known, state: "disarmed", note: `after ${hits} hits` });
      return record({ ...known, ...binding });
    }
    __name(stateOf, "stateOf");
    module2.exports = { startProbes };
  }
});

// src/agent/node/random-words.cjs
var require_random_words = __commonJS({
  "src/agent/node/random-words.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var word = /[A-Za-z0-9+_=-]{20,}/g;
    var uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
    var leastChanges = 0.3;
    var leastDigits = 3;
    function findRandomWord(text, from = 0) {
      word.lastIndex = from;
      for (let match = intrinsics.regExpExec(word, text); match !== null; match = intrinsics.regExpExec(word, text)) {
        if (isRandom(match[0])) return { index: match.index, length: match[0].length };
      }
      return null;
    }
    __name(findRandomWord, "findRandomWord");
    function isRandom(text) {
      let changes = 0;
      let digits = 0;
      let last = "";
      for (let index = 0; index < text.length; index += 1) {
        const sort = sortOf(text[index]);
        if (sort === "digit") digits += 1;
        if (isChange(last, sort)) changes += 1;
        last = sort;
      }
      if (digits < leastDigits || changes < text.length * leastChanges) return false;
      return intrinsics.regExpExec(uuid, text) === null;
    }
    __name(isRandom, "isRandom");
    function isChange(last, sort) {
      if (last === "" || last === "mark" || sort === "mark") return false;
      return sort !== last && !(last === "capital" && sort === "small");
    }
    __name(isChange, "isChange");
    function sortOf(character) {
      if (character >= "0" && character <= "9") return "digit";
      if (character >= "a" && character <= "z") return "small";
      return character >= "A" && character <= "Z" ? "capital" : "mark";
    }
    __name(sortOf, "sortOf");
    module2.exports = { findRandomWord };
  }
});

// src/agent/node/redact.cjs
var require_redact = __commonJS({
  "src/agent/node/redact.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { findRandomWord } = require_random_words();
    var secretNames = /* @__PURE__ */ new Set([
      ...["auth", "authorization", "proxyauthorization", "bearer", "jwt", "sid", "sessionid", "session", "csrf"],
      ...["xsrf", "cookie", "cookies", "setcookie", "pin", "otp", "totp", "cvv", "cvc", "ssn", "iban", "pan"],
      ...["cardnumber", "creditcard", "accountnumber", "routingnumber", "connectionstring", "dsn", "salt"],
      ...["signature", "hmac", "pem", "nonce", "credential", "credentials", "mfa", "recoverycode", "passphrase"],
      ...["email", "emailaddress", "phone", "phonenumber", "birthdate", "dateofbirth", "taxid", "passport"]
    ]);
    var secretEndings = /(?:password|passwd|pwd|secret|token|apikey|privatekey|secretkey|accesskey|encryptionkey)s?$/;
    var separators = /[-_@$.\s]/g;
    var secretShapes = [
      /eyJ[\w-]{6,}\.[\w-]{6,}\.[\w-]*/,
      /\b(?:sk|pk|rk)_(?:live|test)_\w{8,}/,
      /\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|AIza[\w-]{30,})/,
      /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
      /\b(?:Bearer|Basic)\s+[\w.~+/=-]{8,}/i,
      /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/@]+@/i,
      /\b[\w.+-]+@[\w-]+\.[a-z]{2,}\b/i,
      /\b\d(?:[ -]?\d){14,18}\b/,
      // A secret beside its name: in JSON, in a query, in SQL, in settings of an environment.
      /(?:password|passwd|pwd|secret|token|api[-_]?key|private[-_]?key|access[-_]?key|credentials?)(?:\\*["'`])?\s*(?:=|:)\s*(?:\\*["'`])?[^\s"'`&,;}\\]{3,}/i
    ];
    function createRedactor(key) {
      const keyed = /* @__PURE__ */ __name((text) => {
        const mac = intrinsics.createHmac("sha256", key);
        intrinsics.hmacUpdate(mac, text);
        return intrinsics.stringSlice(intrinsics.hmacDigest(mac, "hex"), 0, 16);
      }, "keyed");
      const redactText = /* @__PURE__ */ __name((text, taints) => {
        let clean = text;
        for (let index = 0; index < taints.length; index += 1) clean = replaceAll(clean, taints[index], keyed);
        for (let index = 0; index < secretShapes.length; index += 1) clean = replaceShape(clean, index, keyed);
        return replaceRandom(clean, keyed);
      }, "redactText");
      return { digest: keyed, redactText, isSecretName, isSecretText };
    }
    __name(createRedactor, "createRedactor");
    function isSecretName(name) {
      if (name.length > 80) return false;
      const plain = dropSeparators(intrinsics.stringToLowerCase(name));
      return intrinsics.setHas(secretNames, plain) || intrinsics.regExpExec(secretEndings, plain) !== null;
    }
    __name(isSecretName, "isSecretName");
    function dropSeparators(name) {
      let plain = "";
      for (let index = 0; index < name.length; index += 1) {
        separators.lastIndex = 0;
        if (intrinsics.regExpExec(separators, name[index]) === null) plain += name[index];
      }
      return plain;
    }
    __name(dropSeparators, "dropSeparators");
    function isSecretText(text, taints) {
      const head = text.length > 4096 ? intrinsics.stringSlice(text, 0, 4096) : text;
      for (let index = 0; index < taints.length; index += 1) {
        if (intrinsics.stringIndexOf(head, taints[index]) !== -1) return true;
      }
      for (let index = 0; index < secretShapes.length; index += 1) {
        if (intrinsics.regExpExec(secretShapes[index], head) !== null) return true;
      }
      return findRandomWord(head) !== null;
    }
    __name(isSecretText, "isSecretText");
    function replaceAll(text, secret, keyed) {
      let clean = "";
      let rest = text;
      for (let at = intrinsics.stringIndexOf(rest, secret); at !== -1; at = intrinsics.stringIndexOf(rest, secret)) {
        clean += `${intrinsics.stringSlice(rest, 0, at)}<redacted ${keyed(secret)}>`;
        rest = intrinsics.stringSlice(rest, at + secret.length);
      }
      return clean + rest;
    }
    __name(replaceAll, "replaceAll");
    function replaceShape(text, shape, keyed) {
      let clean = "";
      let rest = text;
      for (let found = find(shape, rest); found !== null; found = find(shape, rest)) {
        clean += `${intrinsics.stringSlice(rest, 0, found.index)}<redacted ${keyed(found[0])}>`;
        rest = intrinsics.stringSlice(rest, found.index + found[0].length);
      }
      return clean + rest;
    }
    __name(replaceShape, "replaceShape");
    function replaceRandom(text, keyed) {
      let clean = "";
      let rest = text;
      for (let found = findRandomWord(rest); found !== null; found = findRandomWord(rest)) {
        const end = found.index + found.length;
        const secret = intrinsics.stringSlice(rest, found.index, end);
        clean += `${intrinsics.stringSlice(rest, 0, found.index)}<redacted ${keyed(secret)}>`;
        rest = intrinsics.stringSlice(rest, end);
      }
      return clean + rest;
    }
    __name(replaceRandom, "replaceRandom");
    function find(shape, text) {
      return intrinsics.regExpExec(secretShapes[shape], text);
    }
    __name(find, "find");
    module2.exports = { createRedactor };
  }
});

// src/agent/node/frame-names.cjs
var require_frame_names = __commonJS({
  "src/agent/node/frame-names.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var maximumNames = 16;
    var furthestBack = 8e3;
    var noCode = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
    var word = /(?<![.\w$#])[A-Za-z_$][\w$]*(?!\s*:(?!:))/g;
    var keywords = new Set(
      "arguments async await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null of package private protected public return static super switch throw true try typeof undefined var void while with yield".split(" ")
    );
    function namesBefore(source, from, to) {
      const start = offsetOf(source, from);
      const end = endOfLine(source, offsetOf(source, to));
      const text = intrinsics.stringSlice(source, intrinsics.mathMax(start, end - furthestBack), end);
      const found = wordsOf(withoutText(text));
      const names = [];
      for (let index = found.length - 1; index >= 0 && names.length < maximumNames; index -= 1) {
        if (!includes(names, found[index])) names[names.length] = found[index];
      }
      return names;
    }
    __name(namesBefore, "namesBefore");
    function wordsOf(text) {
      const found = [];
      word.lastIndex = 0;
      for (let match = intrinsics.regExpExec(word, text); match !== null; match = intrinsics.regExpExec(word, text)) {
        if (isVariableLike(match[0])) found[found.length] = match[0];
      }
      return found;
    }
    __name(wordsOf, "wordsOf");
    function isVariableLike(name) {
      if (intrinsics.setHas(keywords, name)) return false;
      return intrinsics.getOwnPropertyDescriptor(globalThis, name) === void 0;
    }
    __name(isVariableLike, "isVariableLike");
    function withoutText(text) {
      let plain = "";
      let last = 0;
      noCode.lastIndex = 0;
      for (let match = intrinsics.regExpExec(noCode, text); match !== null; match = intrinsics.regExpExec(noCode, text)) {
        plain += `${intrinsics.stringSlice(text, last, match.index)} `;
        last = match.index + match[0].length;
      }
      return plain + intrinsics.stringSlice(text, last);
    }
    __name(withoutText, "withoutText");
    function offsetOf(source, { lineNumber, columnNumber = 0 }) {
      let offset = 0;
      for (let line = 0; line < lineNumber; line += 1) {
        const end = intrinsics.stringIndexOf(source, "\n", offset);
        if (end === -1) return source.length;
        offset = end + 1;
      }
      return offset + columnNumber;
    }
    __name(offsetOf, "offsetOf");
    function endOfLine(source, offset) {
      const end = intrinsics.stringIndexOf(source, "\n", offset);
      return end === -1 ? source.length : end;
    }
    __name(endOfLine, "endOfLine");
    function includes(list, wanted) {
      for (let index = 0; index < list.length; index += 1) if (list[index] === wanted) return true;
      return false;
    }
    __name(includes, "includes");
    module2.exports = { namesBefore };
  }
});

// src/agent/node/throw-frames.cjs
var require_throw_frames = __commonJS({
  "src/agent/node/throw-frames.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { record } = require_capture();
    var { namesBefore } = require_frame_names();
    var now = process.hrtime.bigint;
    var maximumSources = 50;
    var longestSource = 2e6;
    function createFrameReader({ plan, session, captureValue }) {
      const { limits } = plan;
      const budget = BigInt(limits.throwBudgetMs) * 1000000n;
      const hookName = `__shadowgate_${intrinsics.stringSlice(plan.key, 0, 8)}_frame`;
      const state = { session, captureValue, hookName, sources: new intrinsics.SafeMap(), thunks: [] };
      const bySite = new intrinsics.SafeMap();
      intrinsics.defineProperty(globalThis, hookName, {
        configurable: true,
        enumerable: false,
        value: /* @__PURE__ */ __name((thunks) => {
          state.thunks = thunks;
          captureThunks(state);
          return false;
        }, "value")
      });
      let suspectThrows = 0;
      const isWanted = /* @__PURE__ */ __name((exchangeId, site) => {
        if (intrinsics.setHas(plan.suspects, exchangeId)) {
          suspectThrows += 1;
          return suspectThrows <= limits.suspectHits;
        }
        const before = intrinsics.mapGet(bySite, site) ?? 0;
        intrinsics.mapSet(bySite, site, before + 1);
        return before < limits.thrownPerSite;
      }, "isWanted");
      return (inApp, { exchange, site }) => {
        const frames = [];
        if (!isWanted(exchange.exchangeId, site)) return frames;
        const began = now();
        for (let index = 0; index < inApp.length && index < limits.frames; index += 1) {
          const isLate = now() - began > budget;
          frames[index] = record({
            at: inApp[index].at,
            function: intrinsics.stringSlice(inApp[index].frame.functionName, 0, 100),
            values: isLate ? intrinsics.objectCreate(null) : readFrame(state, inApp[index].frame, exchange.taints),
            reason: isLate ? "budget" : void 0
          });
        }
        return frames;
      };
    }
    __name(createFrameReader, "createFrameReader");
    function readFrame(state, frame, taints) {
      state.names = namesOf(state, frame);
      state.taints = taints;
      state.values = intrinsics.objectCreate(null);
      let thunks = "";
      for (let index = 0; index < state.names.length; index += 1) thunks += `()=>${state.names[index]},`;
      try {
        state.session.post("Debugger.evaluateOnCallFrame", {
          callFrameId: frame.callFrameId,
          expression: `${state.hookName}([${thunks}])`,
          silent: true,
          returnByValue: true
        });
      } catch {
      }
      return state.values;
    }
    __name(readFrame, "readFrame");
    function captureThunks(state) {
      for (let index = 0; index < state.names.length; index += 1) {
        let value;
        try {
          value = state.thunks[index]();
        } catch {
          continue;
        }
        if (typeof value === "function") continue;
        state.values[state.names[index]] = capture(state, value, state.names[index]);
      }
    }
    __name(captureThunks, "captureThunks");
    function capture({ captureValue, taints }, value, name) {
      try {
        return captureValue(value, name, taints);
      } catch {
        return record({ type: "not-captured", reason: "budget" });
      }
    }
    __name(capture, "capture");
    function namesOf(state, { location, functionLocation }) {
      const source = sourceOf(state, location.scriptId);
      if (source === "" || functionLocation === void 0) return [];
      return namesBefore(source, functionLocation, location);
    }
    __name(namesOf, "namesOf");
    function sourceOf(state, scriptId) {
      const known = intrinsics.mapGet(state.sources, scriptId);
      if (known !== void 0) return known;
      const { scriptSource } = state.session.post("Debugger.getScriptSource", { scriptId });
      const source = scriptSource.length > longestSource ? "" : scriptSource;
      if (intrinsics.mapSize(state.sources) < maximumSources) intrinsics.mapSet(state.sources, scriptId, source);
      return source;
    }
    __name(sourceOf, "sourceOf");
    module2.exports = { createFrameReader };
  }
});

// src/agent/node/readable-error.cjs
var require_readable_error = __commonJS({
  "src/agent/node/readable-error.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { ownStackGetter } = require_describe_error();
    var { types } = intrinsics;
    var maximumPrototypes = 12;
    function mayBeRead(error) {
      if (!types.isNativeError(error)) return true;
      return !hasAccessor(error, "name") && !hasAccessor(error, "stack");
    }
    __name(mayBeRead, "mayBeRead");
    function hasAccessor(error, key) {
      let object = error;
      for (let step = 0; object !== null && step < maximumPrototypes; step += 1) {
        if (types.isProxy(object)) return true;
        const descriptor = intrinsics.getOwnPropertyDescriptor(object, key);
        if (descriptor !== void 0) {
          return !("value" in descriptor) && !(key === "stack" && descriptor.get === ownStackGetter);
        }
        object = intrinsics.getPrototypeOf(object);
      }
      return false;
    }
    __name(hasAccessor, "hasAccessor");
    module2.exports = { mayBeRead };
  }
});

// src/agent/node/thrown-errors.cjs
var require_thrown_errors = __commonJS({
  "src/agent/node/thrown-errors.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { record } = require_capture();
    var { describe, hasOwnFormatter, relativePath, shownMessage, topFrame } = require_describe_error();
    var { createFrameReader } = require_throw_frames();
    var { mayBeRead } = require_readable_error();
    function watchThrownErrors({ plan, session, context, redactor, captureValue, send, onEnded }) {
      const { limits } = plan;
      const state = {
        ...{ plan, session, context, redactor, send, onEnded, limits },
        ...{ isOn: false, hasEnded: false, pauses: 0, seen: new intrinsics.SafeWeakSet(), current: void 0 },
        scripts: new intrinsics.SafeMap(),
        readFrames: createFrameReader({ plan, session, captureValue }),
        hookName: `__shadowgate_${intrinsics.stringSlice(plan.key, 0, 8)}_thrown`
      };
      intrinsics.defineProperty(globalThis, state.hookName, {
        configurable: true,
        enumerable: false,
        value: /* @__PURE__ */ __name((error) => {
          state.current = error;
        }, "value")
      });
      session.on("Debugger.scriptParsed", ({ params }) => noteScript(state, params));
      session.post("Debugger.enable");
      session.on("Debugger.paused", ({ params }) => {
        try {
          if (params.reason === "exception" || params.reason === "promiseRejection") stopAt(state, params);
        } catch {
        }
      });
      return {
        onStart(exchange) {
          if (state.hasEnded) sayUnwatched(state, exchange);
          else if (!hasOwnFormatter()) end(state, "Error.prepareStackTrace was replaced", exchange);
          else if (!state.isOn) turnOn(state);
        },
        stop: /* @__PURE__ */ __name(() => turnOff(state), "stop")
      };
    }
    __name(watchThrownErrors, "watchThrownErrors");
    function noteScript(state, { scriptId, url }) {
      const file = intrinsics.stringStartsWith(url, "file://") ? intrinsics.stringSlice(url, 7) : url;
      const path = relativePath(file, state.plan.realRoot);
      if (path !== null) intrinsics.mapSet(state.scripts, scriptId, path);
    }
    __name(noteScript, "noteScript");
    function turnOn(state) {
      state.isOn = true;
      state.session.post("Debugger.setPauseOnExceptions", { state: "all" });
    }
    __name(turnOn, "turnOn");
    function turnOff(state) {
      if (state.isOn) state.session.post("Debugger.setPauseOnExceptions", { state: "none" });
      state.isOn = false;
    }
    __name(turnOff, "turnOff");
    function end(state, why, exchange) {
      turnOff(state);
      if (state.hasEnded) return;
      state.hasEnded = true;
      state.onEnded(why);
      sayUnwatched(state, exchange);
    }
    __name(end, "end");
    function sayUnwatched(state, { exchangeId }) {
      if (exchangeId === "") return;
      state.send(record({ kind: "throws-unwatched", exchangeId, sequence: state.context.nextSequence() }));
    }
    __name(sayUnwatched, "sayUnwatched");
    function stopAt(state, params) {
      state.pauses += 1;
      const exchange = state.context.current();
      if (state.pauses >= state.limits.thrownErrors)
        return end(state, `more than ${state.limits.thrownErrors} errors were thrown`, exchange);
      if (exchange.exchangeId === "") return void 0;
      if (!hasOwnFormatter()) return end(state, "Error.prepareStackTrace was replaced", exchange);
      const error = thrownValue(state, params.data);
      if (!mayBeRead(error)) return end(state, "an error has accessors that V8 runs when it stops", exchange);
      if (typeof error === "object" && error !== null) {
        if (intrinsics.weakSetHas(state.seen, error)) return void 0;
        intrinsics.weakSetAdd(state.seen, error);
      }
      exchange.thrown += 1;
      if (exchange.thrown === state.limits.thrownPerExchange + 1) return sayUnwatched(state, exchange);
      if (exchange.thrown > state.limits.thrownPerExchange) return void 0;
      return state.send(throwRecord(state, { error, exchange, callFrames: params.callFrames }));
    }
    __name(stopAt, "stopAt");
    function thrownValue(state, data) {
      if (data?.objectId === void 0) return data?.value;
      state.current = void 0;
      state.session.post("Runtime.callFunctionOn", {
        objectId: data.objectId,
        functionDeclaration: `function(){${state.hookName}(this)}`,
        silent: true,
        returnByValue: true
      });
      const error = state.current;
      state.current = void 0;
      return error;
    }
    __name(thrownValue, "thrownValue");
    function throwRecord(state, { error, exchange, callFrames }) {
      const found = describe(error);
      const inApp = framesInApp(state, callFrames);
      const at = inApp.length > 0 ? inApp[0].at : topFrame(found.stack, state.plan.realRoot);
      return record({
        kind: "throw",
        exchangeId: exchange.exchangeId,
        sequence: state.context.nextSequence(),
        class: found.class,
        message: shownMessage(found.message, state.redactor, exchange.taints),
        at,
        frames: state.readFrames(inApp, { exchange, site: `${found.class} ${at}` })
      });
    }
    __name(throwRecord, "throwRecord");
    function framesInApp({ scripts }, callFrames) {
      const found = [];
      for (let index = 0; index < callFrames.length; index += 1) {
        const frame = callFrames[index];
        const path = intrinsics.mapGet(scripts, frame.location.scriptId);
        if (path !== void 0) found[found.length] = { frame, at: `${path}:${frame.location.lineNumber + 1}` };
      }
      return found;
    }
    __name(framesInApp, "framesInApp");
    module2.exports = { watchThrownErrors };
  }
});

// src/agent/node/emit-within.cjs
var require_emit_within = __commonJS({
  "src/agent/node/emit-within.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    function emitWithin({ emitter, context, exchange, watch }) {
      const { emit } = emitter;
      replaceEmit(emitter, /* @__PURE__ */ __name(function emitInExchange(event) {
        const given = arguments;
        const result = context.within(exchange, () => intrinsics.apply(emit, this, given));
        if (watch !== null) watch(event);
        return result;
      }, "emitInExchange"));
    }
    __name(emitWithin, "emitWithin");
    function endOnClose(exchange, onEnd) {
      let ended = false;
      return (event) => {
        if (event !== "close" || ended) return;
        ended = true;
        guarded(() => onEnd(exchange));
      };
    }
    __name(endOnClose, "endOnClose");
    function replaceEmit(owner, value) {
      intrinsics.defineProperty(owner, "emit", { configurable: true, writable: true, enumerable: false, value });
    }
    __name(replaceEmit, "replaceEmit");
    function guarded(work) {
      try {
        work();
      } catch {
      }
    }
    __name(guarded, "guarded");
    module2.exports = { emitWithin, endOnClose, guarded, replaceEmit };
  }
});

// src/agent/node/exchange-headers.cjs
var require_exchange_headers = __commonJS({
  "src/agent/node/exchange-headers.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { createExchange } = require_context();
    var tagHeader = "x-shadowgate-exchange";
    var instantHeader = "x-shadowgate-instant";
    var shortestTaint = 8;
    var latestInstant = 864e13;
    var floor = Math.floor;
    function takeExchange({ views, raw }) {
      const instant = readInstant(takeHeader(views, raw, instantHeader));
      const exchangeId = takeHeader(views, raw, tagHeader);
      if (exchangeId === null) return null;
      return createExchange({ exchangeId, taints: taintsOf(views[0]), instant });
    }
    __name(takeExchange, "takeExchange");
    function bearsOurs(headers) {
      return headers[tagHeader] !== void 0 || headers[instantHeader] !== void 0;
    }
    __name(bearsOurs, "bearsOurs");
    function takeHeader(views, raw, name) {
      const value = views[0]?.[name];
      if (typeof value !== "string" || value.length === 0) return null;
      for (let index = 0; index < views.length; index += 1) {
        if (views[index] !== void 0) delete views[index][name];
      }
      for (let index = (raw?.length ?? 0) - 2; index >= 0; index -= 2) {
        if (intrinsics.stringToLowerCase(raw[index]) === name) intrinsics.arraySplice(raw, index, 2);
      }
      return value;
    }
    __name(takeHeader, "takeHeader");
    function readInstant(text) {
      const instant = text === null ? 0 : +text;
      return instant > 0 && instant <= latestInstant ? floor(instant) : null;
    }
    __name(readInstant, "readInstant");
    function taintsOf(headers) {
      const taints = [];
      const { authorization, cookie } = headers;
      if (typeof authorization === "string") addTaint(taints, authorization, " ");
      if (typeof cookie === "string") {
        let rest = cookie;
        for (let end = 0; end !== -1; rest = intrinsics.stringSlice(rest, end + 1)) {
          end = intrinsics.stringIndexOf(rest, ";");
          addTaint(taints, end === -1 ? rest : intrinsics.stringSlice(rest, 0, end), "=");
        }
      }
      return taints;
    }
    __name(taintsOf, "taintsOf");
    function addTaint(taints, text, separator) {
      const value = intrinsics.stringSlice(text, intrinsics.stringIndexOf(text, separator) + 1);
      if (value.length >= shortestTaint) taints[taints.length] = value;
    }
    __name(addTaint, "addTaint");
    module2.exports = { bearsOurs, takeExchange };
  }
});

// src/agent/node/http2-streams.cjs
var require_http2_streams = __commonJS({
  "src/agent/node/http2-streams.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { emitWithin, endOnClose, replaceEmit } = require_emit_within();
    var { takeExchange } = require_exchange_headers();
    var isWatched = false;
    function watchSession({ session, context, onStart, onEnd, onStreams }) {
      const prototype = intrinsics.getPrototypeOf(session);
      if (isWatched || prototype?.constructor?.name !== "ServerHttp2Session") return;
      isWatched = true;
      const { emit } = prototype;
      let streams = null;
      replaceEmit(prototype, /* @__PURE__ */ __name(function emitStream(event, stream, headers, _flags, raw) {
        const given = arguments;
        if (event !== "stream") return intrinsics.apply(emit, this, given);
        if (streams === null) {
          streams = intrinsics.getPrototypeOf(stream);
          onStreams(streams);
        }
        const exchange = begin(headers, raw, onStart);
        if (exchange === null) return intrinsics.apply(emit, this, given);
        emitWithin({ emitter: stream, context, exchange, watch: endOnClose(exchange, onEnd) });
        return context.within(exchange, () => intrinsics.apply(emit, this, given));
      }, "emitStream"));
    }
    __name(watchSession, "watchSession");
    function begin(headers, raw, onStart) {
      try {
        const exchange = takeExchange({ views: [headers], raw });
        if (exchange !== null) onStart(exchange);
        return exchange;
      } catch {
        return null;
      }
    }
    __name(begin, "begin");
    module2.exports = { watchSession };
  }
});

// src/agent/node/requests.cjs
var require_requests = __commonJS({
  "src/agent/node/requests.cjs"(exports2, module2) {
    "use strict";
    var http = require("node:http");
    var https = require("node:https");
    var net = require("node:net");
    var intrinsics = require_intrinsics();
    var { emitWithin, endOnClose, guarded, replaceEmit } = require_emit_within();
    var { bearsOurs, takeExchange } = require_exchange_headers();
    var { watchSession } = require_http2_streams();
    var eventsWithRequest = /* @__PURE__ */ new Set(["request", "checkContinue", "checkExpectation", "upgrade", "connect"]);
    var http2Servers = /* @__PURE__ */ new Set(["Http2Server", "Http2SecureServer"]);
    function watchRequests({ context, onListening, onStart, onEnd, onStreams }) {
      const { emit } = net.Server.prototype;
      replaceEmit(net.Server.prototype, /* @__PURE__ */ __name(function emitRequest(event, request, response) {
        if (event === "listening" && answersHttp(this)) guarded(onListening);
        if (event === "session")
          guarded(() => watchSession({ session: request, context, onStart, onEnd, onStreams }));
        const exchange = intrinsics.setHas(eventsWithRequest, event) ? begin(request, onStart) : null;
        const given = arguments;
        if (exchange === null) return intrinsics.apply(emit, this, given);
        follow({ context, exchange, request, response, onEnd });
        return context.within(exchange, () => intrinsics.apply(emit, this, given));
      }, "emitRequest"));
    }
    __name(watchRequests, "watchRequests");
    function answersHttp(server) {
      if (server instanceof http.Server || server instanceof https.Server) return true;
      return intrinsics.setHas(http2Servers, intrinsics.getPrototypeOf(server)?.constructor?.name);
    }
    __name(answersHttp, "answersHttp");
    function begin(request, onStart) {
      try {
        if (!(request instanceof http.IncomingMessage) || !bearsOurs(request.headers)) return null;
        const exchange = takeExchange({
          views: [request.headers, request.headersDistinct],
          raw: request.rawHeaders
        });
        if (exchange !== null) onStart(exchange);
        return exchange;
      } catch {
        return null;
      }
    }
    __name(begin, "begin");
    function follow({ context, exchange, request, response, onEnd }) {
      emitWithin({ emitter: request, context, exchange, watch: null });
      if (!(response instanceof http.ServerResponse || response instanceof net.Socket)) return;
      emitWithin({ emitter: response, context, exchange, watch: endOnClose(exchange, onEnd) });
    }
    __name(follow, "follow");
    module2.exports = { watchRequests };
  }
});

// src/agent/node/observe-process.cjs
var require_observe_process = __commonJS({
  "src/agent/node/observe-process.cjs"(exports2, module2) {
    "use strict";
    var { threadId } = require("node:worker_threads");
    var { createCapture } = require_capture();
    var { createChannel } = require_channel();
    var { createContext } = require_context();
    var { startCoverage } = require_coverage();
    var { startDeterminism } = require_determinism();
    var { watchErrors } = require_errors();
    var { openSession } = require_inspector_session();
    var { createMemorySampler } = require_memory();
    var { watchOutbound } = require_outbound();
    var { defaultLimits, readPlan } = require_plan();
    var { redirectOutbound } = require_redirect_outbound();
    var { startProbes } = require_probes();
    var { createRedactor } = require_redact();
    var { watchThrownErrors } = require_thrown_errors();
    var { watchRequests } = require_requests();
    var nothing = /* @__PURE__ */ __name(() => {
    }, "nothing");
    var idle = { finish: nothing, stop: nothing, measure: nothing, dateStreams: nothing };
    function observeProcess(planFile2, socketPath2) {
      const degraded = [];
      const attempt = /* @__PURE__ */ __name((part, work) => {
        try {
          return work();
        } catch (error) {
          degraded.push(`${part}: ${error?.message ?? "failed"}`);
          return null;
        }
      }, "attempt");
      const plan = attempt("plan", () => readPlan(planFile2));
      const context = createContext();
      const parts = { degraded, attempt, plan, context, ...idle };
      const channel = createChannel({
        path: socketPath2,
        limits: plan?.limits ?? defaultLimits,
        hello: /* @__PURE__ */ __name(() => hello(parts), "hello"),
        without: context.without,
        onMessage: /* @__PURE__ */ __name((message) => answer(parts, message), "onMessage"),
        onGone: /* @__PURE__ */ __name(() => parts.stop(), "onGone")
      });
      parts.finish = () => sayDone(parts, channel);
      if (plan === null) channel.open();
      else startParts(parts, channel);
    }
    __name(observeProcess, "observeProcess");
    function answer(parts, message) {
      if (message?.kind === "finish") parts.finish();
      if (message?.kind === "measure-memory" && Number.isInteger(message.point)) parts.measure(message.point);
    }
    __name(answer, "answer");
    function hello({ plan, degraded }) {
      return {
        ...{ kind: "hello", version: 1, language: "node", runtime: process.version },
        ...{ pid: process.pid, thread: threadId, role: plan?.role ?? "", degraded }
      };
    }
    __name(hello, "hello");
    function startParts(parts, channel) {
      const { attempt, plan, context } = parts;
      const redactor = createRedactor(plan.key);
      const { send, flush } = channel;
      const intervalMs = plan.limits.memoryIntervalMs;
      const memory = createMemorySampler({ context, intervalMs, send, flush });
      const needsInspector = plan.probes.length > 0 || plan.coverageOf.length > 0;
      const session = needsInspector ? attempt("inspector", () => openSession()) : null;
      const coverage = session !== null && plan.coverageOf.length > 0 ? attempt("coverage", () => startCoverage({ session, plan })) : null;
      const probes = session !== null && plan.probes.length > 0 ? armProbes({ parts, session, redactor, channel }) : null;
      const thrown = plan.thrownErrors ? watchThrown({ parts, redactor, channel }) : null;
      attempt("upstream", () => redirectOutbound(context, process.env));
      const outbound = attempt("outbound calls", () => watchOutbound({ context, redactor, send }));
      attempt("errors", () => watchErrors({ context, redactor, root: plan.realRoot, send }));
      attempt(
        "requests",
        () => watchRequests({
          context,
          onListening: channel.open,
          onStreams: /* @__PURE__ */ __name((prototype) => parts.dateStreams(prototype), "onStreams"),
          onStart: /* @__PURE__ */ __name((exchange) => {
            probes?.onStart(exchange);
            thrown?.onStart(exchange);
            if (plan.coverageByExchange) coverage?.sinceLast();
          }, "onStart"),
          onEnd: /* @__PURE__ */ __name((exchange) => {
            probes?.onEnd(exchange);
            if (plan.coverageByExchange) sendReached(exchange, coverage, send);
            memory.sample(exchange);
          }, "onEnd")
        })
      );
      parts.measure = (point) => attempt("memory", () => memory.measure(point));
      parts.stop = () => {
        attempt("probes", () => probes?.stop());
        attempt("thrown errors", () => thrown?.stop());
      };
      parts.finish = () => finish({ parts, channel, memory, outbound, probes, coverage });
      process.on("exit", () => channel.isOpen() && parts.finish());
      if (plan.determinism !== null) attempt("determinism", () => startDeterminism(parts));
    }
    __name(startParts, "startParts");
    function armProbes({ parts, session, redactor, channel }) {
      const { attempt, plan, context } = parts;
      return attempt("probes", () => {
        const captureValue = createCapture({ limits: plan.limits, redactor });
        const send = /* @__PURE__ */ __name((record) => {
          channel.send(record);
          channel.open();
        }, "send");
        return startProbes({ plan, session, context, captureValue, send });
      });
    }
    __name(armProbes, "armProbes");
    function watchThrown({ parts, redactor, channel }) {
      const { attempt, plan, context, degraded } = parts;
      return attempt(
        "thrown errors",
        () => watchThrownErrors({
          ...{ plan, context, redactor, send: channel.send, session: openSession() },
          captureValue: createCapture({ limits: plan.limits, redactor }),
          onEnded: /* @__PURE__ */ __name((why) => degraded.push(`thrown errors: ${why}`), "onEnded")
        })
      );
    }
    __name(watchThrown, "watchThrown");
    function sendReached({ exchangeId }, coverage, send) {
      for (const { path, lines } of coverage?.sinceLast() ?? [])
        send({ kind: "reached", exchangeId, path, lines });
    }
    __name(sendReached, "sendReached");
    function finish({ parts, channel, memory, outbound, probes, coverage }) {
      const { attempt } = parts;
      attempt("outbound calls", () => outbound?.flush());
      attempt("memory", () => memory.sample({ exchangeId: "" }, true));
      for (const state of attempt("probes", () => probes?.states()) ?? []) channel.send(state, true);
      for (const { path, lines } of attempt("coverage", () => coverage?.all()) ?? []) {
        channel.send({ kind: "coverage", path, lines }, true);
      }
      sayDone(parts, channel);
    }
    __name(finish, "finish");
    function sayDone(parts, channel) {
      channel.send({ kind: "done", dropped: channel.dropped(), degraded: parts.degraded }, true);
      channel.flush();
    }
    __name(sayDone, "sayDone");
    module2.exports = { observeProcess };
  }
});

// src/agent/node/agent.cjs
var loaded = /* @__PURE__ */ Symbol.for("shadowgate.agent");
var { SHADOWGATE_AGENT_PLAN: planFile, SHADOWGATE_AGENT_SOCKET: socketPath } = process.env;
if (planFile && socketPath && globalThis[loaded] !== true) {
  Object.defineProperty(globalThis, loaded, { value: true });
  try {
    const { observeProcess } = require_observe_process();
    observeProcess(planFile, socketPath);
  } catch {
  }
}
