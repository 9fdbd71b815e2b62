"use strict";
var __getOwnPropNames = Object.getOwnPropertyNames;
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
    var getterOf = (prototype, name) => uncurry(getOwnPropertyDescriptor(prototype, name).get);
    var typedArrayPrototype = getPrototypeOf(Uint8Array.prototype);
    var mapIteratorPrototype = getPrototypeOf((/* @__PURE__ */ new Map()).entries());
    var setIteratorPrototype = getPrototypeOf((/* @__PURE__ */ new Set()).values());
    function Bare() {
    }
    Bare.prototype = Object.freeze(/* @__PURE__ */ Object.create(null));
    module2.exports = Object.freeze({
      apply,
      arrayIsArray: Array.isArray,
      arrayJoin: uncurry(Array.prototype.join),
      arrayPop: uncurry(Array.prototype.pop),
      Bare,
      arrayBufferByteLength: getterOf(ArrayBuffer.prototype, "byteLength"),
      createHmac: crypto.createHmac,
      hmacUpdate: uncurry(crypto.Hmac.prototype.update),
      hmacDigest: uncurry(crypto.Hmac.prototype.digest),
      construct: Reflect.construct,
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
      isEnumerable: uncurry(Object.prototype.propertyIsEnumerable),
      regExpExec: uncurry(RegExp.prototype.exec),
      regExpSource: getterOf(RegExp.prototype, "source"),
      setHas: uncurry(Set.prototype.has),
      setIteratorNext: uncurry(setIteratorPrototype.next),
      setSize: getterOf(Set.prototype, "size"),
      setValues: uncurry(Set.prototype.values),
      stringCharCodeAt: uncurry(String.prototype.charCodeAt),
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
      SafeWeakMap: WeakMap,
      SafeWeakSet: WeakSet,
      weakMapGet: uncurry(WeakMap.prototype.get),
      weakMapSet: uncurry(WeakMap.prototype.set),
      weakSetAdd: uncurry(WeakSet.prototype.add),
      weakSetHas: uncurry(WeakSet.prototype.has),
      stringify: JSON.stringify,
      parse: JSON.parse,
      setImmediate: globalThis.setImmediate
    });
  }
});

// src/agent/node/probes/inspector-session.cjs
var require_inspector_session = __commonJS({
  "src/agent/node/probes/inspector-session.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var owners = [Object.prototype, Array.prototype];
    function openSession() {
      const inspector = require("node:inspector");
      const session = new inspector.Session();
      intrinsics.apply(ownConnect(inspector), session, []);
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
        on: (event, listener) => session.on(event, listener)
      };
    }
    var connect;
    function ownConnect(inspector) {
      connect ??= inspector.Session.prototype.connect;
      return connect;
    }
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
    module2.exports = { openSession, ownConnect };
  }
});

// src/agent/node/measures/allocation-profile.cjs
var require_allocation_profile = __commonJS({
  "src/agent/node/measures/allocation-profile.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { openSession } = require_inspector_session();
    var mostFunctions = 60;
    var mostName = 200;
    var mostPath = 4e3;
    var decode = decodeURIComponent;
    var major = Number.parseInt(process.versions.node, 10);
    var collectedFrom = 20;
    var parameters = Object.freeze({
      samplingInterval: 4096,
      // Without these only what is still alive at the end would be told, and most of what a request allocates is garbage by then.
      includeObjectsCollectedByMajorGC: true,
      includeObjectsCollectedByMinorGC: true
    });
    function createProfileMeter({ root, realRoot }) {
      if (major < collectedFrom) throw new Error("V8 of this Node tells only of what is still alive");
      const read = createProfileReader({ root, realRoot });
      const session = openSession();
      return {
        begin: () => session.post("HeapProfiler.startSampling", parameters),
        end: () => read(session.post("HeapProfiler.stopSampling").profile)
      };
    }
    function createProfileReader({ root, realRoot }) {
      const paths = new intrinsics.SafeMap();
      const pathOf = (url) => {
        const known = intrinsics.mapGet(paths, url);
        if (known !== void 0) return known;
        const path = pathInApp(url, root) ?? pathInApp(url, realRoot);
        intrinsics.mapSet(paths, url, path);
        return path;
      };
      return ({ head }) => {
        const found = { total: 0, functions: [], byKey: new intrinsics.SafeMap() };
        const stack = [{ node: head, owner: null }];
        while (stack.length > 0) {
          const { node, owner } = stack[stack.length - 1];
          stack.length -= 1;
          const here = owner !== null && isNameless(node.callFrame) ? owner : ownerOf(node.callFrame, pathOf, found) ?? owner;
          found.total += node.selfSize;
          if (here !== null) here.bytes += node.selfSize;
          for (let index = 0; index < node.children.length; index += 1)
            stack[stack.length] = { node: node.children[index], owner: here };
        }
        return { total: found.total, functions: largest(found.functions) };
      };
    }
    function isNameless({ functionName }) {
      return functionName === "" || functionName === "(anonymous)";
    }
    function ownerOf(frame, pathOf, { functions, byKey }) {
      const { url, functionName, lineNumber, columnNumber } = frame;
      const file = pathOf(url);
      if (file === null) return null;
      const name = isNameless(frame) ? "" : intrinsics.stringSlice(functionName, 0, mostName);
      const key = `${lineNumber}:${columnNumber} ${name} ${file}`;
      const known = intrinsics.mapGet(byKey, key);
      if (known !== void 0) return known;
      const owner = intrinsics.objectCreate(null);
      owner.file = file;
      owner.function = name;
      owner.line = lineNumber + 1;
      owner.column = columnNumber + 1;
      owner.bytes = 0;
      intrinsics.mapSet(byKey, key, owner);
      functions[functions.length] = owner;
      return owner;
    }
    function pathInApp(url, root) {
      let file = url;
      if (intrinsics.stringStartsWith(url, "file://")) {
        try {
          file = decode(intrinsics.stringSlice(url, 7));
        } catch {
          return null;
        }
      }
      if (!intrinsics.stringStartsWith(file, `${root}/`)) return null;
      if (intrinsics.stringIndexOf(file, "/node_modules/") !== -1) return null;
      return intrinsics.stringSlice(file, root.length + 1, root.length + 1 + mostPath);
    }
    function largest(functions) {
      const kept = [];
      for (let index = 0; index < functions.length; index += 1) {
        const one = functions[index];
        one.bytes = one.bytes - one.bytes % 1;
        if (one.bytes === 0) continue;
        const isFull = kept.length === mostFunctions;
        let place = isFull ? mostFunctions - 1 : kept.length;
        if (isFull && kept[place].bytes >= one.bytes) continue;
        for (; place > 0 && kept[place - 1].bytes < one.bytes; place -= 1) kept[place] = kept[place - 1];
        kept[place] = one;
      }
      return kept;
    }
    module2.exports = { createProfileMeter };
  }
});

// src/agent/node/measures/heap-growth.cjs
var require_heap_growth = __commonJS({
  "src/agent/node/measures/heap-growth.cjs"(exports2, module2) {
    "use strict";
    var v8 = require("node:v8");
    var intrinsics = require_intrinsics();
    var { GCProfiler, getHeapStatistics } = v8;
    var { start, stop } = GCProfiler?.prototype ?? {};
    function createGrowthMeter() {
      if (start === void 0) throw new Error("this Node does not tell what a collection took");
      const profiler = new GCProfiler();
      let before = 0;
      return {
        begin() {
          intrinsics.apply(start, profiler, []);
          before = getHeapStatistics().used_heap_size;
        },
        end() {
          let total = getHeapStatistics().used_heap_size - before;
          const { statistics } = intrinsics.apply(stop, profiler, []);
          for (let index = 0; index < statistics.length; index += 1) {
            const { beforeGC, afterGC } = statistics[index];
            total += beforeGC.heapStatistics.usedHeapSize - afterGC.heapStatistics.usedHeapSize;
          }
          return { total: total < 0 ? null : total, functions: [] };
        }
      };
    }
    module2.exports = { createGrowthMeter };
  }
});

// src/agent/node/measures/loop-delay.cjs
var require_loop_delay = __commonJS({
  "src/agent/node/measures/loop-delay.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var now = process.hrtime.bigint;
    var { setInterval } = globalThis;
    var intervalMs = 2;
    function createDelayWatch(context) {
      let last = 0n;
      let longest = 0n;
      let timer = null;
      const tick = () => {
        const time = now();
        if (time - last > longest) longest = time - last;
        last = time;
      };
      return {
        begin() {
          if (timer === null) timer = context.without(() => setInterval(tick, intervalMs).unref());
          last = now();
          longest = 0n;
        },
        /** In milliseconds, beyond what a timer waits anyway. */
        longest() {
          tick();
          return intrinsics.mathMax(0, Number(longest) / 1e6 - intervalMs);
        }
      };
    }
    module2.exports = { createDelayWatch };
  }
});

// src/agent/node/measures/open-handles.cjs
var require_open_handles = __commonJS({
  "src/agent/node/measures/open-handles.cjs"(exports2, module2) {
    "use strict";
    var fs = require("node:fs");
    var intrinsics = require_intrinsics();
    var activeResources = process.getActiveResourcesInfo;
    var { readdirSync, readlinkSync } = fs;
    var mostSorts = 40;
    var mostDescriptors = 1024;
    var descriptors = "/proc/self/fd";
    function countHandles() {
      const counts = intrinsics.objectCreate(null);
      const files = countFiles();
      if (files !== null) counts.OpenFile = files;
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
    function countFiles() {
      let names;
      try {
        names = readdirSync(descriptors);
      } catch {
        return null;
      }
      if (names.length > mostDescriptors) return names.length;
      let files = 0;
      for (let index = 0; index < names.length; index += 1) if (isFile(names[index])) files += 1;
      return files;
    }
    function isFile(name) {
      try {
        const target = readlinkSync(`${descriptors}/${name}`);
        return intrinsics.stringStartsWith(target, "/") && !intrinsics.stringStartsWith(target, "/dev/");
      } catch {
        return false;
      }
    }
    module2.exports = { countHandles };
  }
});

// src/agent/node/measures/allocations.cjs
var require_allocations = __commonJS({
  "src/agent/node/measures/allocations.cjs"(exports2, module2) {
    "use strict";
    var { createProfileMeter } = require_allocation_profile();
    var { createGrowthMeter } = require_heap_growth();
    var intrinsics = require_intrinsics();
    var { createDelayWatch } = require_loop_delay();
    var { countHandles } = require_open_handles();
    var now = process.hrtime.bigint;
    var meters = { __proto__: null, totals: createGrowthMeter, functions: createProfileMeter };
    function startAllocations({ plan, context, send }) {
      const meter = meters[plan.allocations](plan);
      const delay = createDelayWatch(context);
      let current = null;
      const settle = (one) => {
        if (one !== current) return;
        current = null;
        const record = settled({ one, delay, meter, context });
        if (one.isAlone) send(record);
      };
      return {
        onStart(exchange) {
          if (current?.hasEnded) settle(current);
          if (current !== null) {
            current.isAlone = false;
            return;
          }
          const began = now();
          meter.begin();
          current = { exchange, hasEnded: false, isAlone: true, spent: now() - began };
          delay.begin();
        },
        onEnd(exchange) {
          const one = current;
          if (one === null || one.exchange !== exchange) return;
          one.hasEnded = true;
          const turn = (work) => intrinsics.setImmediate(work).unref();
          context.without(turn, () => turn(() => settle(one)));
        },
        /** The gate goes when all was answered: the last exchange may still wait for its turns, or for the close of its response. */
        finish() {
          if (current !== null) settle(current);
        }
      };
    }
    function settled({ one, delay, meter, context }) {
      const delayMs = delay.longest();
      const began = now();
      const { total, functions } = meter.end();
      const record = intrinsics.objectCreate(null);
      record.kind = "allocation";
      record.exchangeId = one.exchange.exchangeId;
      record.sequence = context.nextSequence();
      record.total = total;
      record.functions = functions;
      record.delayMs = delayMs;
      record.handles = countHandles();
      record.spentMs = Number(one.spent + now() - began) / 1e6;
      return record;
    }
    module2.exports = { startAllocations };
  }
});

// src/agent/node/capture/capture-collection.cjs
var require_capture_collection = __commonJS({
  "src/agent/node/capture/capture-collection.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    function isCollection(type) {
      return type === "array" || type === "map" || type === "set";
    }
    function captureCollection(walk, value, at) {
      const length = sizeOf(value, at.type);
      const shown = intrinsics.mathMin(length, walk.limits.items);
      const captured = new intrinsics.Bare();
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
    function sizeOf(value, type) {
      if (type === "array") return value.length;
      return type === "map" ? intrinsics.mapSize(value) : intrinsics.setSize(value);
    }
    function captureItems(walk, value, at) {
      if (at.type === "array") return captureElements(walk, value, at);
      return at.type === "map" ? captureEntries(walk, value, at) : captureMembers(walk, value, at);
    }
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
        const entry = new intrinsics.Bare();
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
    function below(at, path, secret) {
      return { path, depth: at.depth + 1, secret };
    }
    function notCaptured(reason) {
      const captured = new intrinsics.Bare();
      captured.type = "not-captured";
      captured.reason = reason;
      return captured;
    }
    module2.exports = { captureCollection, isCollection };
  }
});

// src/agent/node/capture/inspect-object.cjs
var require_inspect_object = __commonJS({
  "src/agent/node/capture/inspect-object.cjs"(exports2, module2) {
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
    function fieldOf(object, key) {
      if (key === "stack" && !intrinsics.isEnumerable(object, key)) return void 0;
      const descriptor = intrinsics.getOwnPropertyDescriptor(object, key);
      return descriptor?.enumerable === true ? descriptor : void 0;
    }
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
    function nameOf(callable) {
      const name = ownData(callable, "name");
      return name !== null && typeof name.value === "string" ? intrinsics.stringSlice(name.value, 0, 100) : "";
    }
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
    module2.exports = { classOf, fieldOf, isHeavy, nameOf, ownData, readData, uncomputed };
  }
});

// src/agent/node/capture/digest.cjs
var require_digest = __commonJS({
  "src/agent/node/capture/digest.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { classOf, fieldOf, isHeavy, nameOf } = require_inspect_object();
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
    function headOf(value, most) {
      try {
        const { buffer, offset, length } = viewOf(value);
        return { length, head: new intrinsics.Uint8Array(buffer, offset, intrinsics.mathMin(length, most)) };
      } catch {
        return { length: 0, head: new intrinsics.Uint8Array(0) };
      }
    }
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
    function isAncestor(walk, value) {
      for (let index = 0; index < walk.ancestors.length; index += 1)
        if (walk.ancestors[index] === value) return true;
      return false;
    }
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
    function appendContent(walk, value) {
      if (intrinsics.arrayIsArray(value)) return appendElements(walk, value);
      if (types.isMap(value)) return appendEntries(walk, value);
      if (types.isSet(value)) return appendSetMembers(walk, value);
      return appendFields(walk, value);
    }
    function appendElements(walk, array) {
      for (let index = 0; index < array.length && walk.nodes <= walk.limit; index += 1) {
        const descriptor = intrinsics.getOwnPropertyDescriptor(array, index);
        append(walk, descriptor !== void 0 && "value" in descriptor ? descriptor.value : void 0);
      }
      return array.length;
    }
    function appendEntries(walk, map) {
      const iterator = intrinsics.mapEntries(map);
      for (let step = intrinsics.mapIteratorNext(iterator); !step.done; step = intrinsics.mapIteratorNext(iterator)) {
        append(walk, step.value[0]);
        append(walk, step.value[1]);
        if (walk.nodes > walk.limit) break;
      }
      return intrinsics.mapSize(map);
    }
    function appendSetMembers(walk, set) {
      const iterator = intrinsics.setValues(set);
      for (let step = intrinsics.setIteratorNext(iterator); !step.done; step = intrinsics.setIteratorNext(iterator)) {
        append(walk, step.value);
        if (walk.nodes > walk.limit) break;
      }
      return intrinsics.setSize(set);
    }
    function appendFields(walk, object) {
      const keys = intrinsics.ownKeys(object);
      let enumerable = 0;
      for (let index = 0; index < keys.length && walk.nodes <= walk.limit; index += 1) {
        if (typeof keys[index] === "symbol") continue;
        const descriptor = fieldOf(object, keys[index]);
        if (descriptor === void 0) continue;
        enumerable += 1;
        walk.text += `${keys[index]}=`;
        append(walk, "value" in descriptor ? descriptor.value : void 0);
      }
      return enumerable;
    }
    module2.exports = { createDigest, viewOf };
  }
});

// src/agent/node/capture/capture.cjs
var require_capture = __commonJS({
  "src/agent/node/capture/capture.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { captureCollection, isCollection } = require_capture_collection();
    var { classOf, fieldOf, isHeavy, nameOf, ownData, uncomputed } = require_inspect_object();
    var { createDigest } = require_digest();
    var { types } = intrinsics;
    function createCapture({ limits, redactor }) {
      const digestOf = createDigest({ limits, redactor });
      return function captureValue(value, name, taints) {
        const walk = { limits, redactor, digestOf, taints, nodes: 0, ancestors: [], visit };
        return visit(walk, value, { path: name, depth: 0, secret: redactor.isSecretName(name) });
      };
    }
    function record(fields) {
      const plain = new intrinsics.Bare();
      for (const key in fields) if (fields[key] !== void 0) plain[key] = fields[key];
      return plain;
    }
    function plainValue(type, text) {
      const plain = new intrinsics.Bare();
      plain.type = type;
      if (text !== void 0) plain.text = text;
      return plain;
    }
    function visit(walk, value, at) {
      walk.nodes += 1;
      if (walk.nodes > walk.limits.nodes) return record({ type: "not-captured", reason: "budget" });
      switch (typeof value) {
        case "undefined":
          return plainValue("undefined");
        case "string":
          return visitString(walk, value, at);
        case "boolean":
          return at.secret ? record({ type: "boolean", reason: "redacted" }) : plainValue("boolean", `${value}`);
        case "number":
          return visitNumber(walk, "number", intrinsics.objectIs(value, -0) ? "-0" : `${value}`, at);
        case "bigint":
          return visitNumber(walk, "bigint", `${value}`, at);
        case "symbol":
          return record({ type: "symbol", text: cutText(walk, intrinsics.symbolDescription(value) ?? "") });
        default:
          return value === null ? plainValue("null") : visitObject(walk, value, at);
      }
    }
    function visitNumber(walk, type, text, at) {
      if (!at.secret) return plainValue(type, text);
      return record({ type, digest: walk.redactor.digest(text), reason: "redacted" });
    }
    function visitString(walk, text, at) {
      const { length } = text;
      if (at.secret || walk.redactor.isSecretText(text, walk.taints)) {
        return record({ type: "string", length, digest: walk.redactor.digest(text), reason: "redacted" });
      }
      if (length <= walk.limits.string) {
        const whole = plainValue("string", text);
        whole.length = length;
        return whole;
      }
      const head = intrinsics.stringSlice(text, 0, walk.limits.string);
      return record({ type: "string", text: head, length, digest: walk.redactor.digest(text), reason: "length" });
    }
    function cutText(walk, text) {
      const clean = walk.redactor.redactText(
        intrinsics.stringSlice(text, 0, 16 * walk.limits.string),
        walk.taints
      );
      return intrinsics.stringSlice(clean, 0, walk.limits.string);
    }
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
    function tellingClass(value) {
      const name = classOf(value);
      return name === "" || name === "Object" ? void 0 : name;
    }
    function typeOf(value) {
      if (intrinsics.arrayIsArray(value)) return "array";
      if (types.isMap(value)) return "map";
      if (types.isSet(value)) return "set";
      return types.isNativeError(value) ? "error" : "object";
    }
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
    function visitFields(walk, object, at) {
      const { fields, enumerable, shown } = collectFields(walk, object, at);
      const isCut = enumerable > shown;
      const captured = plainValue(at.type);
      if (at.class !== void 0) captured.class = at.class;
      if (at.type === "error") captured.text = messageOf(walk, object);
      if (isCut) {
        const { digest } = walk.digestOf.structure(object, walk.taints);
        captured.length = enumerable;
        if (digest !== void 0) captured.digest = digest;
        captured.reason = digest === void 0 ? "budget" : "fields";
      }
      captured.fields = fields;
      return captured;
    }
    function collectFields(walk, object, at) {
      const keys = intrinsics.ownKeys(object);
      const fields = new intrinsics.Bare();
      const hidden = isSecretPair(walk, object) ? { ...at, secret: true } : at;
      let shown = 0;
      let enumerable = 0;
      for (let index = 0; index < keys.length; index += 1) {
        if (shown >= walk.limits.fields && index >= walk.limits.digestNodes)
          return { fields, enumerable: keys.length, shown };
        const descriptor = fieldOf(object, keys[index]);
        if (descriptor === void 0) continue;
        enumerable += 1;
        if (shown >= walk.limits.fields) continue;
        const name = fieldName(walk, keys[index]);
        fields[name] = visitField(walk, descriptor, { name, at: name === "value" ? hidden : at });
        shown += 1;
      }
      return { fields, enumerable, shown };
    }
    function fieldName(walk, key) {
      const name = typeof key === "symbol" ? `[${intrinsics.symbolDescription(key) ?? ""}]` : key;
      return walk.redactor.isSecretText(name, walk.taints) ? cutText(walk, name) : name;
    }
    function isSecretPair(walk, object) {
      return namesSecret(walk, object, "name") || namesSecret(walk, object, "key");
    }
    function namesSecret(walk, object, key) {
      const name = ownData(object, key);
      return name !== null && typeof name.value === "string" && walk.redactor.isSecretName(name.value);
    }
    function visitField(walk, descriptor, { name, at }) {
      if (!("value" in descriptor)) return record({ type: "not-captured", reason: "getter" });
      return walk.visit(walk, descriptor.value, {
        path: `${at.path}.${name}`,
        depth: at.depth + 1,
        secret: at.secret || walk.redactor.isSecretName(name)
      });
    }
    function messageOf(walk, error) {
      const message = ownData(error, "message");
      return message !== null && typeof message.value === "string" ? cutText(walk, message.value) : "";
    }
    module2.exports = { createCapture, record };
  }
});

// src/agent/node/capture/encode.cjs
var require_encode = __commonJS({
  "src/agent/node/capture/encode.cjs"(exports2, module2) {
    "use strict";
    var { arrayIsArray, getOwnPropertyDescriptor, getPrototypeOf, stringify } = require_intrinsics();
    var arrayPrototype = Array.prototype;
    var objectPrototype = Object.prototype;
    function encode(value) {
      return mayHaveToJson() ? encodeInParts(value) : stringify(value === void 0 ? null : value);
    }
    function mayHaveToJson() {
      return getOwnPropertyDescriptor(objectPrototype, "toJSON") !== void 0 || getOwnPropertyDescriptor(arrayPrototype, "toJSON") !== void 0 || getPrototypeOf(arrayPrototype) !== objectPrototype;
    }
    function encodeInParts(value) {
      if (typeof value === "object" && value !== null) {
        return arrayIsArray(value) ? encodeArray(value) : encodeObject(value);
      }
      return stringify(value === void 0 ? null : value);
    }
    function encodeArray(items) {
      let text = "[";
      for (let index = 0; index < items.length; index += 1)
        text += (index === 0 ? "" : ",") + encodeInParts(items[index]);
      return `${text}]`;
    }
    function encodeObject(record) {
      let text = "{";
      for (const key in record) {
        if (record[key] === void 0) continue;
        text += `${(text === "{" ? "" : ",") + stringify(key)}:${encodeInParts(record[key])}`;
      }
      return `${text}}`;
    }
    module2.exports = { encode };
  }
});

// src/agent/node/capture/cut-to-bound.cjs
var require_cut_to_bound = __commonJS({
  "src/agent/node/capture/cut-to-bound.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { encode } = require_encode();
    var shortestHead = 64;
    var cutCharacters = 140;
    function createBound({ limits, redactor }) {
      return function cutToBound(record) {
        const members = [];
        if (record.values !== void 0) weighFields(record.values, members);
        for (let index = 0; index < (record.frames?.length ?? 0); index += 1)
          weighFields(record.frames[index].values, members);
        const around = encode(record).length - sumOf(members, (node) => node.size);
        share({ members, room: limits.snapshotCharacters - around, redactor });
        return record;
      };
    }
    function weighFields(fields, members) {
      for (const key in fields) members[members.length] = weigh(fields, key);
    }
    function weigh(holder, key) {
      const value = holder[key];
      const members = [];
      if (value.type === "map") weighEntries(value.items ?? [], members);
      else if (value.type !== "set") {
        if (value.fields !== void 0) weighFields(value.fields, members);
        for (let index = 0; index < (value.items?.length ?? 0); index += 1)
          members[members.length] = weigh(value.items, index);
      }
      const inside = sumOf(members, (node) => node.size);
      const size = members.length === 0 ? encode(value).length : inside + shellSize(value);
      return {
        holder,
        key,
        size,
        members,
        around: size - inside,
        least: intrinsics.mathMin(size, leastOf(value))
      };
    }
    function weighEntries(items, members) {
      for (let index = 0; index < items.length; index += 1) {
        const entry = items[index].items;
        if (entry !== void 0 && entry.length === 2) members[members.length] = weigh(entry, 1);
      }
    }
    function shellSize(value) {
      let size = 40;
      for (const key in value)
        if (key !== "fields" && key !== "items") size += encode(value[key]).length + key.length + 4;
      for (const name in value.fields) size += encode(name).length + 2;
      for (let index = 0; index < (value.items?.length ?? 0); index += 1)
        size += value.type === "map" ? entrySize(value.items[index]) : 1;
      return size;
    }
    function entrySize({ items = [] }) {
      return 48 + (items.length === 2 ? encode(items[0]).length : 0);
    }
    function leastOf(value) {
      const head = value.type === "string" ? intrinsics.stringSlice(value.text ?? "", 0, shortestHead) : value.text;
      return cutCharacters + encode(head ?? "").length + (value.class?.length ?? 0);
    }
    function share({ members, room, redactor }) {
      const taken = (line) => sumOf(members, (node) => granted(node, line));
      let low = 0;
      let high = intrinsics.mathMax(room, 0);
      while (low < high) {
        const middle = high - (high - low >> 1);
        if (taken(middle) <= room) low = middle;
        else high = middle - 1;
      }
      for (let index = 0; index < members.length; index += 1) {
        const node = members[index];
        if (node.size > granted(node, low)) cut(node, granted(node, low), redactor);
      }
    }
    function granted({ least, size }, line) {
      return intrinsics.mathMax(least, intrinsics.mathMin(size, line));
    }
    function cut(node, room, redactor) {
      const { holder, key, members, around } = node;
      const value = holder[key];
      const inside = room - around;
      if (members.length > 0 && sumOf(members, (member) => member.least) <= inside)
        share({ members, room: inside, redactor });
      else holder[key] = value.type === "string" ? cutText(value, room, redactor) : cutWhole(value, redactor);
    }
    function cutText(value, room, redactor) {
      let length = intrinsics.mathMax(shortestHead, room - cutCharacters);
      while (length > shortestHead && encode(intrinsics.stringSlice(value.text, 0, length)).length > room - cutCharacters)
        length = intrinsics.mathMax(shortestHead, length >> 1);
      const text = intrinsics.stringSlice(value.text, 0, length);
      return told({ ...value, text, digest: value.digest ?? redactor.digest(value.text), reason: "size" });
    }
    function cutWhole(value, redactor) {
      const { type, class: name, text } = value;
      let length = value.length;
      if (length === void 0 && value.fields !== void 0) {
        length = 0;
        for (const _ in value.fields) length += 1;
      }
      return told({ type, class: name, text, length, digest: redactor.digest(encode(value)), reason: "size" });
    }
    function told(fields) {
      const plain = new intrinsics.Bare();
      for (const key in fields) if (fields[key] !== void 0) plain[key] = fields[key];
      return plain;
    }
    function sumOf(members, sizeOf) {
      let sum = 0;
      for (let index = 0; index < members.length; index += 1) sum += sizeOf(members[index]);
      return sum;
    }
    module2.exports = { createBound };
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
    function createChannel({ path, limits, hello, without, onMessage, onGone, cutToBound }) {
      const state = {
        path,
        limits,
        hello,
        onMessage,
        onGone,
        cutToBound,
        socket: null,
        gone: false,
        scheduled: false,
        ...emptyQueue()
      };
      const flush = () => {
        state.scheduled = false;
        without(writeOut, state);
      };
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
        isOpen: () => state.socket !== null && !state.gone,
        dropped: () => state.dropped
      };
    }
    function emptyQueue() {
      return { queue: [], characters: 0, dropped: 0 };
    }
    function enqueue(state, record, isFinal) {
      const line = lineOf(state, record);
      const isFull = state.queue.length >= state.limits.queuedRecords || state.characters + line.length > state.limits.queuedCharacters;
      if (isFull && !isFinal) {
        state.dropped += 1;
        return;
      }
      state.queue[state.queue.length] = line;
      state.characters += line.length;
    }
    function lineOf({ limits, cutToBound }, record) {
      const text = encode(record);
      const bearsValues = record.kind === "hit" || record.kind === "throw";
      if (!bearsValues || text.length <= limits.snapshotCharacters) return `${text}
`;
      return `${encode(cutToBound(record))}
`;
    }
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
    function tell(state, line) {
      try {
        state.onMessage(intrinsics.parse(line));
      } catch {
      }
    }
    function writeOut(state) {
      if (state.gone || state.socket === null) return;
      if (state.queue.length === 0 || state.socket.writableLength > writableLimit) return;
      const text = intrinsics.arrayJoin(state.queue, "");
      state.queue = [];
      state.characters = 0;
      state.socket.write(text);
    }
    function leave(state) {
      if (state.gone) return;
      state.gone = true;
      state.queue = [];
      state.socket?.destroy();
      state.onGone();
    }
    module2.exports = { createChannel };
  }
});

// src/agent/node/probes/compile-ahead.cjs
var require_compile_ahead = __commonJS({
  "src/agent/node/probes/compile-ahead.cjs"(exports2, module2) {
    "use strict";
    var { pathToFileURL } = require("node:url");
    var intrinsics = require_intrinsics();
    var ofRequests = /^node:(?:_http_(?:common|incoming|outgoing|server)|buffer|events|net|string_decoder|internal\/(?:async_hooks|http|linkedlist|perf\/observe|priority_queue|process\/task_queues|stream_base_commons|timers|streams\/(?:destroy|duplex|legacy|readable|state|utils|writable)))$/;
    function compileAhead({ session, folder }) {
      require("node:http");
      const own = [`${folder}/`, pathToFileURL(`${folder}/`).href];
      const scripts = [];
      let isListed = false;
      session.on("Debugger.scriptParsed", ({ params }) => {
        if (!isListed && isWanted(params.url, own)) scripts[scripts.length] = params.scriptId;
      });
      session.post("Debugger.enable");
      isListed = true;
      for (let index = 0; index < scripts.length; index += 1) compile(session, scripts[index]);
      session.post("Debugger.disable");
    }
    function isWanted(url, own) {
      if (intrinsics.stringStartsWith(url, own[0]) || intrinsics.stringStartsWith(url, own[1])) return true;
      return intrinsics.regExpExec(ofRequests, url) !== null;
    }
    function compile(session, scriptId) {
      try {
        session.post("Debugger.getPossibleBreakpoints", { start: { scriptId, lineNumber: 0, columnNumber: 0 } });
      } catch {
      }
    }
    module2.exports = { compileAhead };
  }
});

// src/agent/node/exchanges/entered-callbacks.cjs
var require_entered_callbacks = __commonJS({
  "src/agent/node/exchanges/entered-callbacks.cjs"(exports2, module2) {
    "use strict";
    var { AsyncResource, executionAsyncId, executionAsyncResource } = require("node:async_hooks");
    var intrinsics = require_intrinsics();
    var { ownData } = require_inspect_object();
    var { types } = intrinsics;
    var runInAsyncScope = Function.prototype.call.bind(AsyncResource.prototype.runInAsyncScope);
    function isLeftByItself(storage) {
      const resource = new AsyncResource("shadowgate");
      let kept = null;
      runInAsyncScope(resource, () => storage.enterWith({}));
      runInAsyncScope(resource, () => {
        kept = storage.getStore();
      });
      return kept === void 0 && storage.getStore() === void 0;
    }
    function createParserIds() {
      const known = new intrinsics.SafeWeakMap();
      return (request) => {
        const { socket } = request;
        const id = executionAsyncId();
        if (intrinsics.weakMapGet(known, socket) === id) return id;
        if (!isParsing(socket)) return 0;
        intrinsics.weakMapSet(known, socket, id);
        return id;
      };
    }
    function isWithParser({ parserId }) {
      return parserId !== 0 && parserId === executionAsyncId();
    }
    function isParsing(socket) {
      const resource = executionAsyncResource();
      if (typeof resource !== "object" || resource === null || types.isProxy(resource)) return false;
      return typeof socket === "object" && socket !== null && ownData(resource, "socket")?.value === socket;
    }
    module2.exports = { createParserIds, isLeftByItself, isWithParser };
  }
});

// src/agent/node/determinism/virtual-clock.cjs
var require_virtual_clock = __commonJS({
  "src/agent/node/determinism/virtual-clock.cjs"(exports2, module2) {
    "use strict";
    var { performance } = require("node:perf_hooks");
    var intrinsics = require_intrinsics();
    var realTicks = process.hrtime.bigint;
    var toNumber = Number;
    var nsPerMs = 1e6;
    var origin = { ms: performance.now(), ticks: realTicks() };
    var realPerformanceNow = performance.now.bind(performance);
    var asksHrtime = Number.parseInt(process.versions.node, 10) < 20;
    var realNow = Date.now;
    var floor = Math.floor;
    var zero = 48;
    var stepMs = 1e3;
    var backgroundStepMs = 1e4;
    var latestInstant = 864e13;
    var earlyMs = 2;
    var readsPerMs = 1e3;
    function createVirtualClock({ context, startsAt, shiftMs }) {
      const { background } = context;
      const own = startsAt === null ? null : clockFrom(startsAt + shiftMs, background.beganAt, backgroundStepMs);
      const currentClock = () => {
        const exchange = context.current();
        if (exchange.clock === void 0) {
          const instant = readInstant(exchange.instant);
          exchange.clock = instant === null ? own : clockFrom(instant + shiftMs, exchange.beganAt, stepMs);
        }
        return exchange.clock;
      };
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
    function readInstant(text) {
      const instant = text === null ? 0 : numberOf(text);
      return instant > 0 && instant <= latestInstant ? floor(instant) : null;
    }
    function numberOf(text) {
      let number = 0;
      for (let index = 0; index < text.length; index += 1) {
        const digit = intrinsics.stringCharCodeAt(text, index) - zero;
        if (digit < 0 || digit > 9) return +text;
        number = number * 10 + digit;
      }
      return number;
    }
    function clockFrom(instant, beganAt, step) {
      return { instant, beganAt, step, reads: 0, ticks: null };
    }
    function passed(clock) {
      clock.reads += 1;
      const real = performanceNow() - clock.beganAt + earlyMs;
      return floor(real / clock.step) * clock.step + floor(clock.reads / readsPerMs);
    }
    var performanceNow = asksHrtime ? () => origin.ms + toNumber(realTicks() - origin.ticks) / nsPerMs : realPerformanceNow;
    module2.exports = { createVirtualClock, passed, performanceNow };
  }
});

// src/agent/node/exchanges/exchange.cjs
var require_exchange = __commonJS({
  "src/agent/node/exchanges/exchange.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { performanceNow } = require_virtual_clock();
    var shortestTaint = 8;
    var Exchange = class {
      constructor(exchangeId, instant) {
        this.exchangeId = exchangeId;
        this.instant = instant;
        this.beganAt = performanceNow();
        this.authorization = void 0;
        this.cookie = void 0;
        this.knownTaints = null;
        this.isBegun = false;
        this.isOver = false;
        this.parserId = 0;
        this.occurrences = null;
        this.clock = void 0;
        this.streams = null;
        this.thrown = 0;
        this.flowEvents = 0;
        this.flowUnsettled = false;
        this.flowRemoved = null;
        this.flowPrevious = null;
        this.flowNext = null;
      }
      /** `headers` by lower-case name, plain texts; kept as they are now, since the service may change them. */
      begin({ authorization, cookie }) {
        this.authorization = authorization;
        this.cookie = cookie;
        this.isBegun = true;
      }
      /** Secrets that came with the request itself, as texts: they are redacted wherever they turn up during the exchange. */
      get taints() {
        this.knownTaints ??= taintsOf(this.authorization, this.cookie);
        return this.knownTaints;
      }
    };
    Object.setPrototypeOf(Exchange.prototype, null);
    function taintsOf(authorization, cookie) {
      const taints = [];
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
    function addTaint(taints, text, separator) {
      const value = intrinsics.stringSlice(text, intrinsics.stringIndexOf(text, separator) + 1);
      if (value.length >= shortestTaint) taints[taints.length] = value;
    }
    module2.exports = { Exchange };
  }
});

// src/agent/node/exchanges/context.cjs
var require_context = __commonJS({
  "src/agent/node/exchanges/context.cjs"(exports2, module2) {
    "use strict";
    var { AsyncLocalStorage } = require("node:async_hooks");
    var intrinsics = require_intrinsics();
    var { isLeftByItself } = require_entered_callbacks();
    var { Exchange } = require_exchange();
    function createContext() {
      const storage = new AsyncLocalStorage();
      const getStore = storage.getStore.bind(storage);
      const run = storage.run.bind(storage);
      const exit = storage.exit.bind(storage);
      const enterWith = storage.enterWith.bind(storage);
      const mayEnter = isLeftByItself(storage);
      let sequence = 0;
      const background = new Exchange("", null);
      let carried = () => null;
      return {
        /** What belongs to no exchange. */
        background,
        /** The exchange that is being answered here and now. */
        current: () => getStore() ?? carried() ?? background,
        /** Says what work belongs to that no request of this thread began. */
        carry(exchangeOfOthers) {
          carried = exchangeOfOthers;
        },
        /** Runs the handler of one exchange; everything it starts belongs to that exchange too. */
        within: run,
        /**
         * Enters an exchange until the callback of Node that runs here and now is over, and tells whether it did; to be used where that callback is for
         * this exchange alone. To leave a context is what costs: Node copies the table of all contexts for it, one by one.
         */
        enter(exchange) {
          if (!mayEnter || getStore() !== void 0) return false;
          enterWith(exchange);
          return true;
        },
        mayEnter,
        /** Runs work of the agent's own, so that it never keeps an exchange alive. */
        without: exit,
        /** Order among all hits and events of this process. */
        nextSequence() {
          sequence += 1;
          return sequence - 1;
        },
        /** How often a probe was passed before in an exchange; counts this pass. */
        nextOccurrence(exchange, probeId) {
          exchange.occurrences ??= new intrinsics.SafeMap();
          const before = intrinsics.mapGet(exchange.occurrences, probeId) ?? 0;
          intrinsics.mapSet(exchange.occurrences, probeId, before + 1);
          return before;
        }
      };
    }
    module2.exports = { createContext };
  }
});

// src/agent/node/probes/built-coverage.cjs
var require_built_coverage = __commonJS({
  "src/agent/node/probes/built-coverage.cjs"(exports2, module2) {
    "use strict";
    function createBuiltLines(plan) {
      const files = /* @__PURE__ */ new Map();
      for (const one of plan.builtCoverage) {
        const known = { length: one.length, points: inOrder(one.points), shift: null };
        for (const root of [plan.root, plan.realRoot]) files.set(`${root}/${one.file}`, known);
      }
      return {
        /** Lines by path of the source; empty for a file that is not built, or not as the gate knows it. */
        linesOf(file, functions) {
          const known = files.get(file);
          const lines = /* @__PURE__ */ new Map();
          if (known === void 0) return lines;
          known.shift ??= known.length - functions.reduce((end, { ranges }) => Math.max(end, ranges[0].endOffset), 0);
          const { shift } = known;
          if (shift !== 0 && shift !== -1) return lines;
          const hasRun = sweep(functions);
          for (const { path, line, offset } of known.points) {
            if (!lines.has(path)) lines.set(path, /* @__PURE__ */ new Set());
            if (hasRun(offset - shift)) lines.get(path).add(line);
          }
          return lines;
        }
      };
    }
    function inOrder(points) {
      return Object.entries(points).flatMap(([path, places]) => places.map(([line, offset]) => ({ path, line, offset }))).sort((a, b) => a.offset - b.offset);
    }
    function sweep(functions) {
      const ranges = functions.flatMap((one) => one.ranges);
      ranges.sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
      const around = [];
      let next = 0;
      return (offset) => {
        for (; next < ranges.length && ranges[next].startOffset <= offset; next += 1) around.push(ranges[next]);
        while (around.length > 0 && around[around.length - 1].endOffset <= offset) around.pop();
        return around.length > 0 && around[around.length - 1].count > 0;
      };
    }
    module2.exports = { createBuiltLines };
  }
});

// src/agent/node/probes/compiled-scripts.cjs
var require_compiled_scripts = __commonJS({
  "src/agent/node/probes/compiled-scripts.cjs"(exports2, module2) {
    "use strict";
    var fs = require("node:fs");
    var { fileURLToPath } = require("node:url");
    var intrinsics = require_intrinsics();
    var longestText = 4e5;
    var mark = 65279;
    function watchCompiledScripts({ session, plan, wanted }) {
      const paths = /* @__PURE__ */ new Map();
      for (const path of wanted)
        for (const root of [plan.root, plan.realRoot]) paths.set(`${root}/${path}`, path);
      const known = /* @__PURE__ */ new Map();
      session.on("Debugger.scriptParsed", ({ params }) => {
        const { scriptId, url, sourceMapURL = "" } = params;
        if (!intrinsics.stringStartsWith(sourceMapURL, "data:")) return;
        const file = fileOf(url);
        const path = file === null ? void 0 : intrinsics.mapGet(paths, file);
        if (path !== void 0) intrinsics.mapSet(known, scriptId, { path, file, text: void 0 });
      });
      return {
        /** Path and text of a compiled script; the text is empty where it is too long. Null for every other script. */
        of(scriptId) {
          const script = intrinsics.mapGet(known, scriptId);
          if (script === void 0) return null;
          script.text ??= session.post("Debugger.getScriptSource", { scriptId }).scriptSource;
          if (isFile(script)) return null;
          return { path: script.path, text: script.text.length > longestText ? "" : script.text };
        }
      };
    }
    function isFile({ file, text }) {
      try {
        return plain(fs.readFileSync(file, "utf8")) === plain(text);
      } catch {
        return false;
      }
    }
    function plain(text) {
      return text.charCodeAt(0) === mark ? intrinsics.stringSlice(text, 1) : text;
    }
    function fileOf(url) {
      if (intrinsics.stringStartsWith(url, "/")) return url;
      if (!intrinsics.stringStartsWith(url, "file://")) return null;
      const end = intrinsics.stringIndexOf(url, "?");
      try {
        return fileURLToPath(end === -1 ? url : intrinsics.stringSlice(url, 0, end));
      } catch {
        return null;
      }
    }
    module2.exports = { fileOf, watchCompiledScripts };
  }
});

// src/agent/node/probes/coverage.cjs
var require_coverage = __commonJS({
  "src/agent/node/probes/coverage.cjs"(exports2, module2) {
    "use strict";
    var fs = require("node:fs");
    var { createBuiltLines } = require_built_coverage();
    var { fileOf, watchCompiledScripts } = require_compiled_scripts();
    function startCoverage({ session, plan }) {
      const paths = /* @__PURE__ */ new Map();
      for (const path of plan.coverageOf) {
        paths.set(`${plan.root}/${path}`, path);
        paths.set(`${plan.realRoot}/${path}`, path);
      }
      const compiled = watchCompiledScripts({ session, plan, wanted: plan.coverageOf });
      session.post("Debugger.enable");
      session.post("Debugger.setSkipAllPauses", { skip: true });
      session.post("Profiler.enable");
      session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
      const built = createBuiltLines(plan);
      const executed = /* @__PURE__ */ new Map();
      const ranOfCompiled = /* @__PURE__ */ new Map();
      const take = () => {
        const fresh = /* @__PURE__ */ new Map();
        const add = (path, lines) => {
          if (!executed.has(path)) executed.set(path, /* @__PURE__ */ new Set());
          if (!fresh.has(path)) fresh.set(path, /* @__PURE__ */ new Set());
          for (const line of lines) {
            executed.get(path).add(line);
            fresh.get(path).add(line);
          }
        };
        for (const script of session.post("Profiler.takePreciseCoverage").result) {
          const file = fileOf(script.url);
          if (file === null) continue;
          for (const [path2, lines] of built.linesOf(file, script.functions)) add(path2, lines);
          const path = paths.get(file);
          if (path === void 0) continue;
          const made = compiled.of(script.scriptId);
          if (made !== null) addCompiled(ranOfCompiled, made, script.functions);
          else add(path, executedLines(readSource(file, script.functions), script.functions));
        }
        return fresh;
      };
      return {
        /** Scripts that are no file, with what of them ran, as offsets by turns of where that begins and ends. */
        compiled: () => [...ranOfCompiled.values()].map(({ path, text, ran }) => ({ path, text, ran: borders(ran) })),
        all() {
          take();
          return [...executed].map(([path, lines]) => ({ path, lines: [...lines].sort((a, b) => a - b) }));
        },
        sinceLast() {
          return [...take()].filter(([, lines]) => lines.size > 0).map(([path, lines]) => ({ path, lines: [...lines] }));
        }
      };
    }
    function addCompiled(all, { path, text }, functions) {
      const known = all.get(path) ?? { path, text, ran: new Uint8Array(text.length) };
      all.set(path, known);
      const fresh = paint(text.length, functions);
      for (let offset = 0; offset < fresh.length; offset += 1) known.ran[offset] |= fresh[offset];
    }
    function borders(ran) {
      const found = [];
      for (let offset = 0; offset <= ran.length; offset += 1)
        if ((ran[offset] ?? 0) !== (ran[offset - 1] ?? 0)) found.push(offset);
      return found;
    }
    function readSource(file, functions) {
      const text = fs.readFileSync(file, "utf8");
      const length = Math.max(...functions.map((one) => one.ranges[0]?.endOffset ?? 0));
      return text.charCodeAt(0) === 65279 && length < text.length ? text.slice(1) : text;
    }
    function executedLines(text, functions) {
      const ran = paint(text.length, functions);
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
    function paint(length, functions) {
      const ran = new Uint8Array(length);
      const ranges = functions.flatMap((one) => one.ranges);
      ranges.sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
      for (const { startOffset, endOffset, count } of ranges) ran.fill(count > 0 ? 1 : 0, startOffset, endOffset);
      return ran;
    }
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
    var word = /[\w$"'`\u0080-\uffff]/;
    module2.exports = { startCoverage };
  }
});

// src/agent/node/determinism/date-header.cjs
var require_date_header = __commonJS({
  "src/agent/node/determinism/date-header.cjs"(exports2, module2) {
    "use strict";
    var http = require("node:http");
    var intrinsics = require_intrinsics();
    var RealDate = Date;
    var realNow = Date.now;
    var parse = Date.parse;
    var { floor } = Math;
    var toUtc = Function.prototype.call.bind(RealDate.prototype.toUTCString);
    var lineStart = "\r\nDate: ";
    var textLength = 29;
    var closeMs = 2e3;
    var secondMs = 1e3;
    var last = { line: lineStart, writtenMs: Number.NaN, second: Number.NaN, shown: "" };
    function replaceDateHeader(clock) {
      const prototype = http.ServerResponse.prototype;
      const store = prototype._storeHeader;
      if (typeof store !== "function") return;
      intrinsics.defineProperty(prototype, "_storeHeader", {
        configurable: true,
        writable: true,
        enumerable: false,
        value: function _storeHeader(firstLine, headers) {
          const result = intrinsics.apply(store, this, [firstLine, headers]);
          try {
            if (typeof this._header === "string") this._header = withTime(this._header, clock);
          } catch {
          }
          return result;
        }
      });
    }
    function withTime(header, clock) {
      const start = startOfLine(header);
      if (start === -1) return header;
      const distance = realNow() - last.writtenMs;
      if (!(distance > -closeMs && distance < closeMs)) return header;
      const from = start + lineStart.length;
      const end = from + textLength;
      return intrinsics.stringSlice(header, 0, from) + textOf(clock.now()) + intrinsics.stringSlice(header, end);
    }
    function startOfLine(header) {
      const again = intrinsics.stringIndexOf(header, last.line);
      if (again !== -1 && last.line !== lineStart) return again;
      const start = intrinsics.stringIndexOf(header, lineStart);
      if (start === -1) return start;
      last.line = intrinsics.stringSlice(header, start, start + lineStart.length + textLength);
      last.writtenMs = parse(intrinsics.stringSlice(last.line, lineStart.length));
      return start;
    }
    function textOf(shownMs) {
      const second = floor(shownMs / secondMs);
      if (second !== last.second) {
        last.shown = toUtc(new RealDate(shownMs));
        last.second = second;
      }
      return last.shown;
    }
    module2.exports = { replaceDateHeader };
  }
});

// src/agent/node/determinism/http2-date.cjs
var require_http2_date = __commonJS({
  "src/agent/node/determinism/http2-date.cjs"(exports2, module2) {
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
    function dateHeaders({ owner, name, position, clock }) {
      const respond = owner[name];
      const dated = function(...given) {
        try {
          if (given[position + 1]?.sendDate ?? true) given[position] = withDate(given[position], clock);
        } catch {
        }
        return intrinsics.apply(respond, this, given);
      };
      intrinsics.defineProperty(dated, "name", { configurable: true, value: name });
      intrinsics.defineProperty(dated, "length", { configurable: true, value: respond.length });
      intrinsics.defineProperty(owner, name, {
        configurable: true,
        writable: true,
        enumerable: false,
        value: dated
      });
    }
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
    function isListed(headers) {
      for (let at = 0; at < headers.length; at += 2) {
        if (intrinsics.stringToLowerCase(headers[at]) === "date") return true;
      }
      return false;
    }
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
    function ownerOf(object, name) {
      for (let owner = object; owner !== null && owner !== void 0; owner = intrinsics.getPrototypeOf(owner)) {
        if (intrinsics.getOwnPropertyDescriptor(owner, name) !== void 0) return owner;
      }
      return null;
    }
    function disguise(replacement, original) {
      const disguised = bind(replacement, void 0);
      for (const key of intrinsics.ownKeys(original)) {
        if (key === "prototype" || key === "arguments" || key === "caller") continue;
        intrinsics.defineProperty(disguised, key, intrinsics.getOwnPropertyDescriptor(original, key));
      }
      return disguised;
    }
    module2.exports = { ownerOf, replaceMethod };
  }
});

// src/agent/node/determinism/seeded-streams.cjs
var require_seeded_streams = __commonJS({
  "src/agent/node/determinism/seeded-streams.cjs"(exports2, module2) {
    "use strict";
    var { threadId } = require("node:worker_threads");
    var intrinsics = require_intrinsics();
    var { imul } = Math;
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
    function scriptName(root) {
      const script = `${process.argv[1] ?? ""}`;
      const start = intrinsics.stringIndexOf(script, root);
      return start === 0 ? intrinsics.stringSlice(script, root.length) : "";
    }
    function seeded(text) {
      const state = { a: 2654435769, b: 608135816, c: 3084996962, d: 1779033703 };
      for (let index = 0; index < text.length; index += 1) {
        const code = intrinsics.stringCharCodeAt(text, index);
        state.a = imul(state.a ^ code, 2246822507);
        state.b = imul(state.b << 7 ^ state.b >>> 25 ^ state.a ^ code, 3266489909);
        state.c = imul(state.c ^ state.b >>> 15, 668265263) ^ code;
        state.d = imul(state.d ^ state.c >>> 13, 374761393) ^ state.a;
      }
      for (let round = 0; round < 12; round += 1) nextWord(state);
      return state;
    }
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
    function nextUnit(state) {
      const high = nextWord(state) >>> 5;
      const low = nextWord(state) >>> 6;
      return (high * 67108864 + low) / 9007199254740992;
    }
    function fillBytes(state, view, length) {
      let word = 0;
      for (let index = 0; index < length; index += 1) {
        if (index % 4 === 0) word = nextWord(state);
        view[index] = word & 255;
        word >>>= 8;
      }
      return view;
    }
    module2.exports = { createStreams, fillBytes, nextUnit };
  }
});

// src/agent/node/determinism/seeded-random.cjs
var require_seeded_random = __commonJS({
  "src/agent/node/determinism/seeded-random.cjs"(exports2, module2) {
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
      const uuid = (original) => function randomUUID(options) {
        if (options !== void 0) apply(original, this, [options]);
        return uuidFrom(streams.of("uuid"));
      };
      replaceMethod(crypto, "randomUUID", uuid);
      replaceWebCrypto(streams, uuid);
      syncBuiltinESMExports();
    }
    function overwrite(streams, buffer, start, count) {
      try {
        const { buffer: memory, offset } = viewOf(buffer);
        fillBytes(streams.ofBytes(count), new intrinsics.Uint8Array(memory, offset + start, count), count);
      } catch {
      }
    }
    function replaceBytes(streams) {
      const isAlias = crypto.pseudoRandomBytes === crypto.randomBytes;
      const bytes = (original) => (size, callback) => {
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
      };
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
        const filled = (error, given) => {
          if (!error && drawn.bytes !== null) copy(drawn.bytes, buffer, drawn.start);
          asked.callback(error, given);
        };
        if (typeof offset === "function") original(buffer, filled);
        else if (typeof size === "function") original(buffer, offset, filled);
        else original(buffer, offset, size, filled);
        const { start, count } = rangeOf(buffer, asked.offset, asked.size);
        drawn.start = start;
        drawn.bytes = draw(streams, count);
        return void 0;
      });
    }
    function fillArguments(offset, size, callback) {
      if (typeof offset === "function") return { offset: 0, size: void 0, callback: offset };
      if (typeof size === "function") return { offset, size: void 0, callback: size };
      return { offset, size, callback };
    }
    function draw(streams, count) {
      try {
        return fillBytes(streams.ofBytes(count), new intrinsics.Uint8Array(count), count);
      } catch {
        return null;
      }
    }
    function copy(bytes, buffer, start) {
      const { buffer: memory, offset } = viewOf(buffer);
      const view = new intrinsics.Uint8Array(memory, offset + start, bytes.length);
      for (let index = 0; index < bytes.length; index += 1) view[index] = bytes[index];
    }
    function rangeOf(buffer, offset, size) {
      const { length } = viewOf(buffer);
      const elements = types.isTypedArray(buffer) ? apply(typedArrayLength, buffer, []) : length;
      const width = elements === 0 ? 1 : length / elements;
      const start = (offset ?? 0) * width;
      return { start, count: size === void 0 ? length - start : size * width };
    }
    function replaceIntegers(streams) {
      const between = (min, max) => min + floor(nextUnit(streams.of("integer")) * (max - min));
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
    module2.exports = { replaceRandom };
  }
});

// src/agent/node/determinism/virtual-date.cjs
var require_virtual_date = __commonJS({
  "src/agent/node/determinism/virtual-date.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { replaceMethod } = require_replace_method();
    var RealDate = Date;
    var construct = Reflect.construct;
    var dateToString = Function.prototype.call.bind(RealDate.prototype.toString);
    function replaceDate(clock) {
      const now = () => clock.now();
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
    function replaceTemporalNow(clock) {
      const { Temporal } = globalThis;
      if (Temporal === void 0) return;
      const { Now, Instant } = Temporal;
      const fromMs = Instant.fromEpochMilliseconds;
      const timeZoneId = Now.timeZoneId;
      const instant = () => intrinsics.apply(fromMs, Instant, [clock.now()]);
      const zoned = (zone) => instant().toZonedDateTimeISO(zone === void 0 ? timeZoneId() : zone);
      replaceMethod(Now, "instant", () => instant);
      replaceMethod(Now, "zonedDateTimeISO", () => zoned);
      replaceMethod(Now, "plainDateTimeISO", () => (zone) => zoned(zone).toPlainDateTime());
      replaceMethod(Now, "plainDateISO", () => (zone) => zoned(zone).toPlainDate());
      replaceMethod(Now, "plainTimeISO", () => (zone) => zoned(zone).toPlainTime());
    }
    module2.exports = { replaceDate, replaceTemporalNow };
  }
});

// src/agent/node/determinism/virtual-durations.cjs
var require_virtual_durations = __commonJS({
  "src/agent/node/determinism/virtual-durations.cjs"(exports2, module2) {
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
    function ticksOf(clock) {
      const own = clock.ofExchange();
      if (own === null) return realTicks();
      const elapsed = toBigInt(passed(own)) * nsPerMs;
      own.ticks ??= realTicks() - elapsed;
      return own.ticks + elapsed;
    }
    function pairOf(ticks, previous) {
      const since = previous === void 0 ? 0n : toBigInt(previous[0]) * nsPerSecond + toBigInt(previous[1]);
      const ns = ticks - since;
      return [toNumber(ns / nsPerSecond), toNumber(ns % nsPerSecond)];
    }
    module2.exports = { replaceDurations };
  }
});

// src/agent/node/determinism/determinism.cjs
var require_determinism = __commonJS({
  "src/agent/node/determinism/determinism.cjs"(exports2, module2) {
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
    module2.exports = { startDeterminism };
  }
});

// src/agent/node/capture/describe-error.cjs
var require_describe_error = __commonJS({
  "src/agent/node/capture/describe-error.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { classOf, ownData } = require_inspect_object();
    var maximumMessage = 500;
    var maximumFrames = 30;
    var frame = /\n {4}at (?:[^\n]*\()?(?:file:\/\/)?(\/[^\n]*?):(\d+):(\d+)\)?(?=\n|$)/;
    function describe(error) {
      if (!intrinsics.types.isNativeError(error)) return { class: typeof error, message: "", stack: "" };
      const message = ownData(error, "message");
      return {
        class: classOf(error) || "Error",
        message: message !== null && typeof message.value === "string" ? message.value : "",
        stack: stackOf(error)
      };
    }
    var ownStackGetter = intrinsics.getOwnPropertyDescriptor(new Error("probe"), "stack")?.get;
    var ownFormatter = intrinsics.getOwnPropertyDescriptor(Error, "prepareStackTrace")?.value;
    function hasOwnFormatter() {
      return intrinsics.getOwnPropertyDescriptor(Error, "prepareStackTrace")?.value === ownFormatter;
    }
    function stackOf(error) {
      if (!hasOwnFormatter()) return "";
      const descriptor = intrinsics.getOwnPropertyDescriptor(error, "stack");
      if (descriptor === void 0) return "";
      if (descriptor.get !== void 0 && descriptor.get !== ownStackGetter) return "";
      const stack = "value" in descriptor ? descriptor.value : intrinsics.apply(descriptor.get, error, []);
      return typeof stack === "string" ? stack : "";
    }
    function topFrame(stack, root) {
      let rest = intrinsics.stringSlice(stack, 0, 16384);
      for (let step = 0; step < maximumFrames; step += 1) {
        const match = intrinsics.regExpExec(frame, rest);
        if (match === null) break;
        const path = relativePath(match[1], root);
        if (path !== null) return { at: `${path}:${match[2]}`, column: +match[3] };
        rest = intrinsics.stringSlice(rest, match.index + match[0].length);
      }
      return { at: "", column: void 0 };
    }
    function relativePath(file, root) {
      if (!intrinsics.stringStartsWith(file, `${root}/`)) return null;
      if (intrinsics.stringIndexOf(file, "/node_modules/") !== -1) return null;
      return intrinsics.stringSlice(file, root.length + 1);
    }
    function shownMessage(message, redactor, taints) {
      const clean = redactor.redactText(intrinsics.stringSlice(message, 0, 8 * maximumMessage), taints);
      return intrinsics.stringSlice(clean, 0, maximumMessage);
    }
    module2.exports = { describe, hasOwnFormatter, ownStackGetter, relativePath, shownMessage, topFrame };
  }
});

// src/agent/node/capture/errors.cjs
var require_errors = __commonJS({
  "src/agent/node/capture/errors.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { describe, shownMessage, topFrame } = require_describe_error();
    var printedStack = /^(?:Uncaught )?([A-Z]\w*(?:Error|Exception)?)(?: \[\w+\])?: ([^\n]*)(?:\n[^\n]*)*?\n {4}at /;
    function watchErrors({ context, redactor, root, send }) {
      const report = (found, caught) => {
        const exchange = context.current();
        const record = new intrinsics.Bare();
        record.kind = "error";
        record.exchangeId = exchange.exchangeId;
        record.sequence = context.nextSequence();
        record.class = found.class;
        record.message = shownMessage(found.message, redactor, exchange.taints);
        const top = topFrame(found.stack, root);
        record.at = top.at;
        record.column = top.column;
        record.caught = caught;
        send(record);
      };
      watchProcess(report);
      watchConsole(report);
    }
    function watchProcess(report) {
      const listenerCount = process.listenerCount.bind(process);
      process.on("uncaughtExceptionMonitor", (error) => {
        attempt(() => report(describe(error), listenerCount("uncaughtException") > 0));
      });
      const emit = process.emit;
      process.emit = function emitProcessEvent(event, reason) {
        if (event === "unhandledRejection" && listenerCount("unhandledRejection") > 0) {
          attempt(() => report(describe(reason), true));
        }
        return intrinsics.apply(emit, this, arguments);
      };
    }
    function watchConsole(report) {
      const target = globalThis.console;
      for (const name of ["error", "warn"]) {
        const print = target[name];
        const printAndReport = function() {
          const given = arguments;
          attempt(() => reportPrinted(given, report));
          return intrinsics.apply(print, this, given);
        };
        intrinsics.defineProperty(printAndReport, "name", { value: name, configurable: true });
        target[name] = printAndReport;
      }
    }
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
    function fromText(text) {
      const match = intrinsics.regExpExec(printedStack, intrinsics.stringSlice(text, 0, 8192));
      return match === null ? null : { class: match[1], message: match[2], stack: text };
    }
    function attempt(work) {
      try {
        work();
      } catch {
      }
    }
    module2.exports = { watchErrors };
  }
});

// src/agent/node/flow/bytes.cjs
var require_bytes = __commonJS({
  "src/agent/node/flow/bytes.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var uncurry = Function.prototype.bind.bind(Function.prototype.call);
    var utf8Slice = uncurry(Buffer.prototype.utf8Slice);
    var hexSlice = uncurry(Buffer.prototype.hexSlice);
    var setBytes = uncurry(intrinsics.getPrototypeOf(Uint8Array.prototype).set);
    var toBuffer = Buffer.from.bind(Buffer);
    var { Uint8Array: Bytes, typedArrayBuffer, typedArrayByteLength, typedArrayByteOffset } = intrinsics;
    var lengthOf = typedArrayByteLength;
    function bytesOf(chunk, encoding) {
      if (typeof chunk === "string") return toBuffer(chunk, typeof encoding === "string" ? encoding : "utf8");
      return intrinsics.types.isUint8Array(chunk) ? chunk : null;
    }
    function part(bytes, from, to) {
      const end = intrinsics.mathMin(to, lengthOf(bytes));
      const start = intrinsics.mathMin(from, end);
      return new Bytes(typedArrayBuffer(bytes), typedArrayByteOffset(bytes) + start, end - start);
    }
    function join(first, second) {
      const joined = new Bytes(lengthOf(first) + lengthOf(second));
      setBytes(joined, first, 0);
      setBytes(joined, second, lengthOf(first));
      return joined;
    }
    var textOf = (bytes, from, to) => utf8Slice(bytes, from, intrinsics.mathMin(to, lengthOf(bytes)));
    var hexOf = (bytes, from, to) => hexSlice(bytes, from, intrinsics.mathMin(to, lengthOf(bytes)));
    var bigEndian16 = (bytes, at) => bytes[at] * 256 + bytes[at + 1];
    var bigEndian32 = (bytes, at) => bigEndian16(bytes, at) * 65536 + bigEndian16(bytes, at + 2);
    var littleEndian16 = (bytes, at) => bytes[at] + bytes[at + 1] * 256;
    var littleEndian24 = (bytes, at) => littleEndian16(bytes, at) + bytes[at + 2] * 65536;
    var littleEndian32 = (bytes, at) => littleEndian24(bytes, at) + bytes[at + 3] * 16777216;
    var toBigInt = BigInt;
    function integerText(bytes, at, size, signed = true) {
      let value = 0n;
      for (let index = size - 1; index >= 0; index -= 1) value = value * 256n + toBigInt(bytes[at + index]);
      const bound = 1n << toBigInt(size * 8 - 1);
      return `${signed && value >= bound ? value - bound * 2n : value}`;
    }
    var viewDouble = uncurry(DataView.prototype.getFloat64);
    var DoubleView = DataView;
    function doubleText(bytes, at) {
      const view = new DoubleView(typedArrayBuffer(bytes), typedArrayByteOffset(bytes), lengthOf(bytes));
      return `${viewDouble(view, at, true)}`;
    }
    function zeroFrom(bytes, from) {
      const end = lengthOf(bytes);
      let at = from;
      while (at < end && bytes[at] !== 0) at += 1;
      return at;
    }
    module2.exports = {
      ...{ bigEndian16, bigEndian32, bytesOf, doubleText, hexOf, integerText, join, lengthOf },
      ...{ littleEndian16, littleEndian24, littleEndian32, part, textOf, zeroFrom }
    };
  }
});

// src/agent/node/flow/framer.cjs
var require_framer = __commonJS({
  "src/agent/node/flow/framer.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { join, lengthOf, part } = require_bytes();
    var mostBytes = 65536;
    function createFramer({ headLength, totalOf, onMessage }) {
      let held = null;
      let passing = 0;
      const pass = (bytes) => {
        const passed = intrinsics.mathMin(passing, lengthOf(bytes));
        passing -= passed;
        return passed === 0 ? bytes : part(bytes, passed, lengthOf(bytes));
      };
      return (written) => {
        let bytes = pass(held === null ? written : join(held, written));
        held = null;
        while (lengthOf(bytes) >= headLength) {
          const total = totalOf(bytes);
          if (total < headLength) return false;
          const taken = intrinsics.mathMin(total, mostBytes);
          if (lengthOf(bytes) < taken) break;
          onMessage(part(bytes, 0, taken), taken < total);
          passing = total - taken;
          bytes = pass(part(bytes, taken, lengthOf(bytes)));
        }
        if (lengthOf(bytes) > 0) held = join(bytes, part(bytes, 0, 0));
        return true;
      };
    }
    module2.exports = { createFramer };
  }
});

// src/agent/node/flow/mongodb.cjs
var require_mongodb = __commonJS({
  "src/agent/node/flow/mongodb.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var {
      doubleText,
      hexOf,
      integerText,
      lengthOf,
      littleEndian32,
      part,
      textOf,
      zeroFrom
    } = require_bytes();
    var { createFramer } = require_framer();
    var [opQuery, opCompressed, opMessage] = [2004, 2012, 2013];
    var mostArguments = 100;
    var deepest = 6;
    var mostMembers = 40;
    var connectionCommands = /* @__PURE__ */ new Set([
      ...["hello", "isMaster", "ismaster", "ping", "buildInfo", "saslStart", "saslContinue", "endSessions"],
      ...["killCursors", "getMore", "connectionStatus", "abortTransaction", "commitTransaction", "authenticate"]
    ]);
    var sessionMembers = /* @__PURE__ */ new Set([
      ...["lsid", "$db", "txnNumber", "$clusterTime", "$readPreference", "apiVersion", "apiStrict", "maxTimeMS"],
      ...["cursor", "batchSize", "singleBatch", "autocommit", "startTransaction", "readConcern", "writeConcern"],
      ...["apiDeprecationErrors", "comment", "ordered"]
    ]);
    function isMongodb(bytes) {
      if (lengthOf(bytes) < 16 || littleEndian32(bytes, 8) !== 0) return false;
      const operation = littleEndian32(bytes, 12);
      return operation === opQuery || operation === opCompressed || operation === opMessage;
    }
    function createMongodbReader(onQuery) {
      return createFramer({
        headLength: 16,
        totalOf: (bytes) => littleEndian32(bytes, 0),
        onMessage(bytes, isCut) {
          if (littleEndian32(bytes, 12) === opMessage) readMessage(bytes, { onQuery, isCut });
        }
      });
    }
    function readMessage(bytes, { onQuery, isCut }) {
      const end = lengthOf(bytes);
      const query = { text: "", given: [], isCut };
      for (let at = 20; at + 5 <= end; ) {
        const size = littleEndian32(bytes, at + 1);
        if (size < 5) return;
        if (bytes[at] === 0) {
          if (!describeCommand(bytes, at + 1, query)) return;
        } else if (bytes[at] === 1) describeList(bytes, at + 1, query);
        else break;
        at += 1 + size;
      }
      if (query.text !== "") onQuery(query);
    }
    function describeCommand(bytes, from, query) {
      let isFirst = true;
      let text = "";
      eachMember(bytes, from, (name, sort, at) => {
        if (isFirst) {
          isFirst = false;
          if (intrinsics.setHas(connectionCommands, name)) return false;
          text = sort === 2 ? `${name} ${stringAt(bytes, at)}` : name;
        } else if (!intrinsics.setHas(sessionMembers, name))
          text += ` ${name}: ${shapeOf(bytes, at, { sort, query, depth: 1 })}`;
        return true;
      });
      query.text = text + query.text;
      return text !== "";
    }
    function describeList(bytes, from, query) {
      const end = intrinsics.mathMin(from + littleEndian32(bytes, from), lengthOf(bytes));
      const nameEnd = zeroFrom(bytes, from + 4);
      let first = "";
      let count = 0;
      for (let at = nameEnd + 1; at + 5 <= end; ) {
        const size = littleEndian32(bytes, at);
        if (size < 5) break;
        const shape = shapeOf(bytes, at, { sort: 3, query, depth: 1 });
        if (count === 0) first = shape;
        count += 1;
        at += size;
      }
      query.text += ` ${textOf(bytes, from + 4, nameEnd)}: [${first}]${count > 1 ? ` \xD7 ${count}` : ""}`;
    }
    function eachMember(bytes, from, visit) {
      const end = intrinsics.mathMin(from + littleEndian32(bytes, from), lengthOf(bytes)) - 1;
      let at = from + 4;
      while (at < end) {
        const sort = bytes[at];
        const nameEnd = zeroFrom(bytes, at + 1);
        const valueAt = nameEnd + 1;
        const size = sizeOf(bytes, valueAt, sort);
        if (size === -1 || valueAt + size > end) return;
        if (visit(textOf(bytes, at + 1, nameEnd), sort, valueAt) === false) return;
        at = valueAt + size;
      }
    }
    var fixedSizes = { 1: 8, 6: 0, 7: 12, 8: 1, 9: 8, 10: 0, 16: 4, 17: 8, 18: 8, 19: 16, 255: 0, 127: 0 };
    function sizeOf(bytes, at, sort) {
      if (fixedSizes[sort] !== void 0) return fixedSizes[sort];
      if (sort === 2 || sort === 13 || sort === 14) return 4 + littleEndian32(bytes, at);
      if (sort === 3 || sort === 4) return littleEndian32(bytes, at);
      if (sort === 5) return 5 + littleEndian32(bytes, at);
      if (sort === 11) return zeroFrom(bytes, zeroFrom(bytes, at) + 1) + 1 - at;
      return -1;
    }
    function shapeOf(bytes, at, { sort, query, depth, name = "" }) {
      const isList = sort === 4;
      if (sort !== 3 && !isList || depth > deepest) return take(bytes, at, { sort, query, name });
      let text = "";
      let members = 0;
      eachMember(bytes, at, (member, itsSort, itsAt) => {
        members += 1;
        if (members > mostMembers) return false;
        const inner = { sort: itsSort, query, depth: depth + 1, name: isList ? name : member };
        const value = shapeOf(bytes, itsAt, inner);
        text += `${text === "" ? "" : ", "}${isList ? "" : `${member}: `}${value}`;
        return true;
      });
      return isList ? `[${text}]` : `{${text}}`;
    }
    function take(bytes, at, { sort, query, name }) {
      if (query.given.length < mostArguments)
        query.given[query.given.length] = { name, value: valueText(bytes, at, sort) };
      else query.isCut = true;
      return "?";
    }
    function valueText(bytes, at, sort) {
      if (sort === 1) return doubleText(bytes, at);
      if (sort === 2) return stringAt(bytes, at);
      if (sort === 7) return hexOf(bytes, at, at + 12);
      if (sort === 8) return bytes[at] === 1 ? "true" : "false";
      if (sort === 9 || sort === 18) return integerText(bytes, at, 8);
      if (sort === 16) return integerText(bytes, at, 4);
      if (sort === 10) return null;
      const size = sizeOf(bytes, at, sort);
      return size === -1 ? null : `\\x${hexOf(part(bytes, at, at + size), 0, 64)}`;
    }
    function stringAt(bytes, at) {
      return textOf(bytes, at + 4, at + 4 + littleEndian32(bytes, at) - 1);
    }
    module2.exports = { createMongodbReader, isMongodb };
  }
});

// src/agent/node/flow/mysql.cjs
var require_mysql = __commonJS({
  "src/agent/node/flow/mysql.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { doubleText, hexOf, integerText, lengthOf, textOf } = require_bytes();
    var { littleEndian16, littleEndian24, littleEndian32 } = require_bytes();
    var { createFramer } = require_framer();
    var speaks41 = 1 << 9;
    var queryAttributes = 1 << 27;
    var [comQuery, comPrepare, comExecute] = [3, 22, 23];
    var mostStatements = 1e3;
    var mostArguments = 100;
    function isMysql(bytes) {
      if (lengthOf(bytes) < 36 || bytes[3] !== 1 || !(littleEndian32(bytes, 4) & speaks41)) return false;
      for (let at = 13; at < 32; at += 1) if (bytes[at] !== 0) return false;
      return true;
    }
    function createMysqlReader(onQuery) {
      const state = { isStarted: false, bearsAttributes: false, statements: [], onQuery };
      return createFramer({
        headLength: 4,
        totalOf: (bytes) => 4 + littleEndian24(bytes, 0),
        onMessage(bytes, isCut) {
          if (!state.isStarted) {
            state.isStarted = true;
            state.bearsAttributes = (littleEndian32(bytes, 4) & queryAttributes) !== 0;
          } else if (bytes[3] === 0) onPacket(state, bytes, isCut);
        }
      });
    }
    function onPacket(state, bytes, isCut) {
      const { statements, onQuery } = state;
      if (bytes[4] === comPrepare && statements.length < mostStatements) {
        statements[statements.length] = { text: textOf(bytes, 5, lengthOf(bytes)), isCut };
      } else if (bytes[4] === comQuery) {
        const from = queryStart(state, bytes);
        if (from !== -1) onQuery({ text: textOf(bytes, from, lengthOf(bytes)), given: [], isCut });
      } else if (bytes[4] === comExecute && lengthOf(bytes) >= 14) {
        const statement = statements[littleEndian32(bytes, 5) - 1];
        if (statement === void 0) return;
        const values = readValues(state, bytes, statement.text);
        onQuery({
          text: statement.text,
          given: values ?? [],
          isCut: isCut || statement.isCut || values === null
        });
      }
    }
    function queryStart({ bearsAttributes }, bytes) {
      if (!bearsAttributes || bytes[5] > 8) return 5;
      return bytes[5] === 0 ? 7 : -1;
    }
    function readValues({ bearsAttributes }, bytes, text) {
      const isCounted = bearsAttributes && (bytes[9] & 8) !== 0;
      const count = isCounted ? bytes[14] : countPlaceholders(text);
      const nulls = isCounted ? 15 : 14;
      const flag = nulls + (count + 7 >> 3);
      if (count === 0) return [];
      if (count > mostArguments || bytes[flag] !== 1) return null;
      const sorts = [];
      let at = flag + 1;
      for (let index = 0; index < count; index += 1) {
        sorts[index] = bytes[at];
        at += isCounted ? 3 + bytes[at + 2] : 2;
      }
      const values = [];
      for (let index = 0; index < count; index += 1) {
        const isNull = bytes[nulls + (index >> 3)] >> (index & 7) & 1;
        const read = isNull ? { text: null, end: at } : readValue(bytes, at, sorts[index]);
        if (read === null) return null;
        values[index] = read.text;
        at = read.end;
      }
      return values;
    }
    var sizes = { 1: 1, 2: 2, 3: 4, 8: 8, 9: 4, 13: 2 };
    function readValue(bytes, at, sort) {
      const size = sizes[sort];
      if (size !== void 0) return { text: integerText(bytes, at, size), end: at + size };
      if (sort === 6) return { text: null, end: at };
      if (sort === 5) return { text: doubleText(bytes, at), end: at + 8 };
      if (sort === 7 || sort === 10 || sort === 12) return { text: timeText(bytes, at), end: at + 1 + bytes[at] };
      const length = lengthAt(bytes, at);
      if (length === null) return null;
      return { text: textOf(bytes, length.end, length.end + length.value), end: length.end + length.value };
    }
    function timeText(bytes, at) {
      if (bytes[at] < 4) return "0";
      const date = [littleEndian16(bytes, at + 1), bytes[at + 3], bytes[at + 4]];
      const rest = bytes[at] > 4 ? ` ${hexOf(bytes, at + 5, at + 1 + bytes[at])}` : "";
      return `${date[0]}-${date[1]}-${date[2]}${rest}`;
    }
    function lengthAt(bytes, at) {
      const first = bytes[at];
      if (first < 251) return { value: first, end: at + 1 };
      if (first === 252) return { value: littleEndian16(bytes, at + 1), end: at + 3 };
      if (first === 253) return { value: littleEndian24(bytes, at + 1), end: at + 4 };
      return null;
    }
    var placeholderOrQuoted = /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`[^`]*`|\?/g;
    function countPlaceholders(text) {
      let count = 0;
      placeholderOrQuoted.lastIndex = 0;
      for (let found = intrinsics.regExpExec(placeholderOrQuoted, text); found !== null; found = intrinsics.regExpExec(placeholderOrQuoted, text))
        if (found[0] === "?") count += 1;
      return count;
    }
    module2.exports = { createMysqlReader, isMysql };
  }
});

// src/agent/node/flow/postgres.cjs
var require_postgres = __commonJS({
  "src/agent/node/flow/postgres.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { bigEndian16, bigEndian32, hexOf, integerText, lengthOf, textOf, zeroFrom } = require_bytes();
    var { createFramer } = require_framer();
    var requestCodes = /* @__PURE__ */ new Set([80877102, 80877103, 80877104]);
    var mostStatements = 1e3;
    var mostArguments = 100;
    var [bind, parse, query] = ["B", "P", "Q"].map((letter) => letter.charCodeAt(0));
    function isPostgres(bytes) {
      if (lengthOf(bytes) < 8) return false;
      const length = bigEndian32(bytes, 0);
      return length >= 8 && length <= 1e4 && isStart(bigEndian32(bytes, 4));
    }
    function isStart(code) {
      return code === 196608 || code === 196610 || intrinsics.setHas(requestCodes, code);
    }
    function createPostgresReader(onQuery) {
      let isStarted = false;
      const statements = new intrinsics.SafeMap();
      return createFramer({
        headLength: 5,
        totalOf: (bytes) => isStarted ? 1 + bigEndian32(bytes, 1) : bigEndian32(bytes, 0),
        onMessage(bytes, isCut) {
          if (!isStarted) isStarted = lengthOf(bytes) >= 8 && bigEndian32(bytes, 4) >>> 16 === 3;
          else if (bytes[0] === query) onQuery({ text: textOf(bytes, 5, zeroFrom(bytes, 5)), given: [], isCut });
          else if (bytes[0] === parse) keep(statements, bytes, isCut);
          else if (bytes[0] === bind) onBind({ bytes, isCut, statements, onQuery });
        }
      });
    }
    function keep(statements, bytes, isCut) {
      const nameEnd = zeroFrom(bytes, 5);
      const text = textOf(bytes, nameEnd + 1, zeroFrom(bytes, nameEnd + 1));
      if (intrinsics.mapSize(statements) < mostStatements)
        intrinsics.mapSet(statements, textOf(bytes, 5, nameEnd), { text, isCut });
    }
    function onBind({ bytes, isCut, statements, onQuery }) {
      const nameStart = zeroFrom(bytes, 5) + 1;
      const nameEnd = zeroFrom(bytes, nameStart);
      const statement = intrinsics.mapGet(statements, textOf(bytes, nameStart, nameEnd));
      if (statement === void 0) return;
      const given = readValues(bytes, nameEnd + 1);
      onQuery({ text: statement.text, given, isCut: isCut || statement.isCut });
    }
    function readValues(bytes, from) {
      const formats = bigEndian16(bytes, from);
      const isBinary = (index) => {
        if (formats === 0) return false;
        return bigEndian16(bytes, from + 2 + 2 * (formats === 1 ? 0 : index)) === 1;
      };
      let at = from + 2 + 2 * formats;
      const count = intrinsics.mathMin(bigEndian16(bytes, at), mostArguments);
      at += 2;
      const values = [];
      for (let index = 0; index < count && at + 4 <= lengthOf(bytes); index += 1) {
        const length = bigEndian32(bytes, at);
        at += 4;
        const isNull = length === 4294967295;
        values[index] = isNull ? null : valueText(bytes, at, { length, isBinary: isBinary(index) });
        at += isNull ? 0 : length;
      }
      return values;
    }
    function valueText(bytes, at, { length, isBinary }) {
      if (!isBinary) return textOf(bytes, at, at + length);
      return length <= 8 ? bigEndianText(bytes, at, length) : `\\x${hexOf(bytes, at, at + length)}`;
    }
    function bigEndianText(bytes, at, length) {
      const turned = new intrinsics.Uint8Array(length);
      for (let index = 0; index < length; index += 1) turned[index] = bytes[at + length - 1 - index];
      return length === 0 ? "" : integerText(turned, 0, length);
    }
    module2.exports = { createPostgresReader, isPostgres };
  }
});

// src/agent/node/flow/redis.cjs
var require_redis = __commonJS({
  "src/agent/node/flow/redis.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { lengthOf, textOf } = require_bytes();
    var [star, dollar, lineFeed] = ["*", "$", "\n"].map((sign) => sign.charCodeAt(0));
    var mostArguments = 100;
    var mostCharacters = 2e3;
    function isRedis(bytes) {
      return lengthOf(bytes) >= 4 && bytes[0] === star && bytes[1] >= 49 && bytes[1] <= 57;
    }
    function createRedisReader(onCommand) {
      const state = { line: "", left: 0, word: "", wanted: 0, words: [], onCommand };
      return (bytes) => {
        let at = 0;
        while (at < lengthOf(bytes)) {
          at = state.left > 0 ? takeData(state, bytes, at) : takeLine(state, bytes, at);
          if (at === -1) return false;
        }
        return true;
      };
    }
    function takeLine(state, bytes, from) {
      for (let at = from; at < lengthOf(bytes); at += 1) {
        if (bytes[at] === lineFeed) return endLine(state) ? at + 1 : -1;
        if (state.line.length > 30) return -1;
        state.line += textOf(bytes, at, at + 1);
      }
      return lengthOf(bytes);
    }
    var digits = /^([*$])(\d{1,9})\r$/;
    function endLine(state) {
      const found = intrinsics.regExpExec(digits, state.line);
      state.line = "";
      if (found === null) return false;
      const count = +found[2];
      if (found[1].charCodeAt(0) === dollar) {
        state.left = count + 2;
        state.word = "";
      } else {
        state.wanted = count;
        state.words = [];
      }
      return true;
    }
    function takeData(state, bytes, from) {
      const end = intrinsics.mathMin(from + state.left, lengthOf(bytes));
      const room = mostCharacters - state.word.length;
      if (room > 0) state.word += textOf(bytes, from, intrinsics.mathMin(end, from + room));
      state.left -= end - from;
      if (state.left === 0) endWord(state);
      return end;
    }
    var lineEnd = /\r\n$/;
    function endWord(state) {
      const isWhole = intrinsics.regExpExec(lineEnd, state.word) !== null;
      const word = isWhole ? intrinsics.stringSlice(state.word, 0, -2) : state.word;
      if (state.words.length < mostArguments) state.words[state.words.length] = word;
      state.wanted -= 1;
      if (state.wanted > 0) return;
      state.onCommand(state.words);
      state.words = [];
    }
    module2.exports = { createRedisReader, isRedis };
  }
});

// src/agent/node/flow/redis-query.cjs
var require_redis_query = __commonJS({
  "src/agent/node/flow/redis-query.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var connectionCommands = /* @__PURE__ */ new Set([
      ...["AUTH", "HELLO", "CLIENT", "SELECT", "PING", "ECHO", "QUIT", "RESET", "COMMAND", "INFO", "READONLY"],
      ...["CLUSTER", "SENTINEL", "MULTI", "EXEC", "DISCARD", "WATCH", "UNWATCH", "ROLE", "TIME"]
    ]);
    var scripts = /* @__PURE__ */ new Set(["EVAL", "EVALSHA", "EVAL_RO", "EVALSHA_RO", "FCALL", "FCALL_RO"]);
    var subcommands = /* @__PURE__ */ new Set([
      "OBJECT",
      "XGROUP",
      "XINFO",
      "MEMORY",
      "SCRIPT",
      "FUNCTION",
      "CONFIG",
      "PUBSUB"
    ]);
    var severalKeys = /* @__PURE__ */ new Set([
      "DEL",
      "UNLINK",
      "EXISTS",
      "MGET",
      "TOUCH",
      "SUNION",
      "SINTER",
      "SDIFF",
      "WATCH"
    ]);
    var option = /^(?:EX|PX|EXAT|PXAT|NX|XX|KEEPTTL|GET|GT|LT|CH|INCR|LIMIT|WITHSCORES|REV|BYSCORE|COUNT|MATCH|STREAMS|BLOCK|MAXLEN|ASC|DESC|ALPHA|STORE|LEFT|RIGHT|REPLACE|PERSIST)$/i;
    var upper = /[a-z]/;
    function redisQuery(words, describe, taints) {
      const command = upperCase(words[0] ?? "");
      if (command === "" || intrinsics.setHas(connectionCommands, command)) return null;
      const given = [];
      let text = command;
      for (let index = 1; index < words.length; index += 1) {
        const word = words[index];
        if (isShown(command, index, word)) text += ` ${describe.text(word, taints)}`;
        else {
          text += " ?";
          given[given.length] = describe.argument(word, { taints });
        }
      }
      return {
        system: "redis",
        text: intrinsics.stringSlice(text, 0, 8e3),
        arguments: given,
        cut: text.length > 8e3
      };
    }
    function isShown(command, index, word) {
      if (intrinsics.setHas(scripts, command)) return index === 2;
      if (index === 1 || intrinsics.setHas(severalKeys, command)) return true;
      if (index === 2 && intrinsics.setHas(subcommands, command)) return true;
      return index > 2 && intrinsics.regExpExec(option, word) !== null;
    }
    function upperCase(word) {
      if (word.length > 40 || intrinsics.regExpExec(upper, word) === null)
        return intrinsics.stringSlice(word, 0, 40);
      return toUpperCase(word);
    }
    var toUpperCase = String.prototype.toUpperCase.call.bind(String.prototype.toUpperCase);
    module2.exports = { redisQuery };
  }
});

// src/agent/node/flow/wrap-method.cjs
var require_wrap_method = __commonJS({
  "src/agent/node/flow/wrap-method.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    function watchMethod(owner, name, before) {
      return wrapMethod(owner, name, (original, receiver, given) => {
        guarded(before, receiver, given);
        return intrinsics.apply(original, receiver, given);
      });
    }
    function wrapMethod(owner, name, around) {
      return standBefore(owner, name, (original) => {
        return function() {
          return around(original, this, arguments);
        };
      });
    }
    function standBefore(owner, name, build) {
      const descriptor = inheritedDescriptor(owner, name);
      if (typeof descriptor?.value !== "function") return false;
      const original = descriptor.value;
      const wrapped = build(original);
      const keys = intrinsics.ownKeys(original);
      for (let index = 0; index < keys.length; index += 1) {
        const key = keys[index];
        if (key === "prototype" || key === "arguments" || key === "caller") continue;
        intrinsics.defineProperty(wrapped, key, intrinsics.getOwnPropertyDescriptor(original, key));
      }
      return intrinsics.defineProperty(owner, name, { ...descriptor, value: wrapped });
    }
    function inheritedDescriptor(owner, name) {
      for (let object = owner; object !== null && object !== void 0; object = intrinsics.getPrototypeOf(object)) {
        const descriptor = intrinsics.getOwnPropertyDescriptor(object, name);
        if (descriptor === void 0) continue;
        if (object !== owner) return { ...descriptor, configurable: true, writable: true };
        return descriptor.configurable || descriptor.writable ? descriptor : void 0;
      }
      return void 0;
    }
    function guarded(work, first, second, third) {
      try {
        work(first, second, third);
      } catch {
      }
    }
    module2.exports = { guarded, standBefore, watchMethod, wrapMethod };
  }
});

// src/agent/node/flow/database-sockets.cjs
var require_database_sockets = __commonJS({
  "src/agent/node/flow/database-sockets.cjs"(exports2, module2) {
    "use strict";
    var net = require("node:net");
    var intrinsics = require_intrinsics();
    var { bytesOf, lengthOf } = require_bytes();
    var { createMongodbReader, isMongodb } = require_mongodb();
    var { createMysqlReader, isMysql } = require_mysql();
    var { createPostgresReader, isPostgres } = require_postgres();
    var { createRedisReader, isRedis } = require_redis();
    var { redisQuery } = require_redis_query();
    var { guarded, standBefore, watchMethod } = require_wrap_method();
    var firstCharacters = 64;
    var undecided = () => true;
    var [getReader, setReader, forgetReader] = ["get", "set", "delete"].map(
      (name) => WeakMap.prototype[name].call.bind(WeakMap.prototype[name])
    );
    function watchDatabaseSockets({ report }) {
      const readers = /* @__PURE__ */ new WeakMap();
      watchMethod(net.Socket.prototype, "connect", (socket) => setReader(readers, socket, undecided));
      const readerOf = (socket, chunk, encoding) => {
        const known = getReader(readers, socket);
        if (known !== undecided) return known;
        const head = bytesOf(headOf(chunk), encoding);
        if (head === null || lengthOf(head) === 0) return void 0;
        const chosen = chooseReader(head, report);
        if (chosen === null) forgetReader(readers, socket);
        else setReader(readers, socket, chosen);
        return chosen ?? void 0;
      };
      const look = (socket, chunk, encoding) => {
        const reader = readerOf(socket, chunk, encoding);
        const bytes = reader === void 0 ? null : bytesOf(chunk, encoding);
        if (bytes !== null && !reader(bytes)) forgetReader(readers, socket);
      };
      standBefore(net.Socket.prototype, "write", (write) => {
        return function(chunk, encoding) {
          guarded(look, this, chunk, encoding);
          return intrinsics.apply(write, this, arguments);
        };
      });
    }
    function headOf(chunk) {
      const isLong = typeof chunk === "string" && chunk.length > firstCharacters;
      return isLong ? intrinsics.stringSlice(chunk, 0, firstCharacters) : chunk;
    }
    function chooseReader(bytes, report) {
      const sql = (system) => (query) => report((describe, taints) => describe.sql({ system, ...query }, taints));
      if (isPostgres(bytes)) return createPostgresReader(sql("postgresql"));
      if (isRedis(bytes))
        return createRedisReader((words) => report((describe, taints) => redisQuery(words, describe, taints)));
      if (isMysql(bytes)) return createMysqlReader(sql("mysql"));
      if (!isMongodb(bytes)) return null;
      return createMongodbReader(
        ({ text, given, isCut }) => report((describe, taints) => ({
          ...{ system: "mongodb", text: describe.text(text, taints), cut: isCut },
          arguments: describe.values(given, taints)
        }))
      );
    }
    module2.exports = { watchDatabaseSockets };
  }
});

// src/agent/node/flow/literals.cjs
var require_literals = __commonJS({
  "src/agent/node/flow/literals.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var parts = partsWith({
      text: `(?:[eE]'(?:[^'\\\\]|\\\\[^]|'')*'|(?:[nNbBxX]|_utf8(?:mb4)?)?'(?:[^']|'')*')`,
      name: '"(?:[^"]|"")*"'
    });
    var mysqlParts = partsWith({
      text: `(?:[nNbBxX]|_utf8(?:mb4)?)?(?:'(?:[^'\\\\]|\\\\[^]|'')*'|"(?:[^"\\\\]|\\\\[^]|"")*")`,
      name: "(?!)",
      comment: "|#[^\\n]*"
    });
    function partsWith({ text, name, comment = "" }) {
      const alternatives = [
        `(\\s+|--[^\\n]*|/\\*[^]*?\\*/${comment})`,
        `(${text}|\\$(\\w*)\\$[^]*?\\$\\3\\$)`,
        `(${name}|\`[^\`]*\`)`,
        "(\\$\\w+|\\?\\d*|%s|%\\(\\w+\\)s|(?<!:):[A-Za-z_]\\w*|@[A-Za-z_]\\w*)",
        "((?:0[xX][\\da-fA-F]+|\\d+(?:\\.\\d*)?(?:[eE][+-]?\\d+)?|\\.\\d+))",
        "([A-Za-z_\\u0080-\\uffff][\\w$\\u0080-\\uffff]*)",
        "(::|[<>!=~|]+|[^])"
      ];
      return new RegExp(alternatives.join("|"), "y");
    }
    var spaceAtEnd = / $/;
    var startsDollar = /^\$\d/;
    var names = /[:@$%(]/g;
    var separator = /^(?:=|[<>!]=?|<>|~~?\*?)$/;
    function takeLiterals({ text, system, given, named = null }) {
      const pattern = system === "mysql" ? mysqlParts : parts;
      const state = { text: "", values: [], next: 0, given, named, columns: createColumns() };
      pattern.lastIndex = 0;
      let at = 0;
      while (at < text.length) {
        pattern.lastIndex = at;
        const found = intrinsics.regExpExec(pattern, text);
        if (found === null) break;
        if (found[2] === void 0 && (found[0] === "'" || system === "mysql" && found[0] === '"')) {
          addValue(state, intrinsics.stringSlice(text, at + 1));
          break;
        }
        addPart(state, found);
        at += found[0].length;
      }
      return { text: withoutEnd(state.text), values: state.values };
    }
    function addPart(state, found) {
      const part = found[0];
      const quoted = found[2];
      const placeholder = found[5];
      const number = found[6];
      if (found[1] !== void 0) {
        if (state.text !== "" && intrinsics.regExpExec(spaceAtEnd, state.text) === null) state.text += " ";
        return;
      }
      if (quoted !== void 0) addValue(state, unquoted(quoted));
      else if (number !== void 0) addValue(state, number);
      else if (placeholder !== void 0) addValue(state, boundTo(state, placeholder));
      else {
        state.columns.see(part, found[4] ?? found[7] ?? null);
        state.text += part;
      }
    }
    function addValue(state, value) {
      const name = state.columns.name();
      state.columns.see("?", null);
      state.text += "?";
      state.values[state.values.length] = { name, value };
    }
    function boundTo(state, placeholder) {
      if (intrinsics.regExpExec(startsDollar, placeholder) !== null)
        return state.given[+intrinsics.stringSlice(placeholder, 1) - 1];
      if (placeholder === "?" || placeholder === "%s") return state.given[state.next++];
      if (placeholder[0] === "?") return state.given[+intrinsics.stringSlice(placeholder, 1) - 1];
      if (state.named === null) return void 0;
      let plain = "";
      for (let index = 0; index < placeholder.length; index += 1) {
        names.lastIndex = 0;
        if (intrinsics.regExpExec(names, placeholder[index]) === null) plain += placeholder[index];
      }
      return state.named(plain);
    }
    function createColumns() {
      const state = { last: "", isCompared: false, depth: 0, insert: "no", place: 0, columns: [] };
      return {
        see(part, word) {
          if (word === null) seeSign(state, part);
          else seeWord(state, word, intrinsics.stringToLowerCase(word));
        },
        name() {
          if (state.insert === "values" && state.depth === 1) return state.columns[state.place] ?? "";
          return state.isCompared ? state.last : "";
        }
      };
    }
    function seeSign(state, part) {
      if (part === "(") {
        state.depth += 1;
        if (state.depth === 1) state.place = 0;
        if (state.insert === "table") state.insert = "columns";
      } else if (part === ")") {
        state.depth -= 1;
        if (state.insert === "columns") state.insert = "listed";
      } else if (part === ",") {
        if (state.depth === 1) state.place += 1;
        if (state.depth === 0) state.isCompared = false;
      } else if (intrinsics.regExpExec(separator, part) !== null) state.isCompared = true;
    }
    var comparing = /* @__PURE__ */ new Set(["like", "ilike", "in", "between"]);
    var joining = /* @__PURE__ */ new Set(["and", "or", "not", "null", "true", "false"]);
    function seeWord(state, word, lower) {
      if (intrinsics.setHas(comparing, lower)) state.isCompared = true;
      else if (lower === "into") state.insert = "table";
      else if (lower === "values" && state.insert === "listed") state.insert = "values";
      else if (state.insert === "columns") state.columns[state.columns.length] = bare(word);
      else {
        if (!intrinsics.setHas(joining, lower)) state.last = bare(word);
        state.isCompared = false;
      }
    }
    function bare(word) {
      const isQuoted = word[0] === '"' || word[0] === "`";
      return isQuoted ? intrinsics.stringSlice(word, 1, -1) : word;
    }
    var openQuote = /^[^'"$]*(?:'|"|\$\w*\$)/;
    function unquoted(literal) {
      const open = intrinsics.regExpExec(openQuote, literal)?.[0].length ?? 0;
      const close = literal[literal.length - 1] === "$" ? open : 1;
      return intrinsics.stringSlice(literal, open, -close);
    }
    var endOfText = /[ ;]$/;
    function withoutEnd(text) {
      let plain = text;
      while (intrinsics.regExpExec(endOfText, plain) !== null) plain = intrinsics.stringSlice(plain, 0, -1);
      return plain;
    }
    module2.exports = { takeLiterals };
  }
});

// src/agent/node/flow/describe-query.cjs
var require_describe_query = __commonJS({
  "src/agent/node/flow/describe-query.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { takeLiterals } = require_literals();
    var mostCharacters = 8e3;
    var mostOfArgument = 200;
    var mostArguments = 100;
    var mostTexts = 2e3;
    var plainNumber = /^-?\d{1,12}(?:\.\d{1,6})?$/;
    function createDescriber(redactor) {
      const texts = new intrinsics.SafeMap();
      const shortened = (text, most) => text.length > most ? `${intrinsics.stringSlice(text, 0, most)}\u2026<${redactor.digest(text)}>` : text;
      const describe = {
        /** One argument as text. `name` is what it goes under, empty where that is not known. */
        argument(value, { taints, name = "" }) {
          const text = primitiveText(value);
          if (text === "" || intrinsics.regExpExec(plainNumber, text) !== null)
            return name !== "" && redactor.isSecretName(name) ? `<redacted ${redactor.digest(text)}>` : text;
          if (name !== "" && redactor.isSecretName(name)) return `<redacted ${redactor.digest(text)}>`;
          if (text.length <= mostOfArgument) return shortened(redactor.redactText(text, taints), 380);
          return redactor.isSecretText(text, taints) ? `<redacted ${redactor.digest(text)}>` : shortened(text, mostOfArgument);
        },
        /** A text in which values may stand. */
        text: (text, taints) => shortened(redactor.redactText(text, taints), mostCharacters),
        /** A path, or a line for a shell. */
        path: (text, taints) => shortened(redactor.redactText(text, taints), 4e3),
        /** Words of a command line: what stands behind the name of a secret is one. */
        words(words, taints) {
          const listed = [];
          for (let index = 0; index < words.length; index += 1)
            listed[index] = describe.argument(words[index], { taints, name: index > 0 ? words[index - 1] : "" });
          return listed;
        },
        /** A query in SQL, as text and arguments. */
        sql({ system, text, given, named = null, isCut = false }, taints) {
          const head = intrinsics.stringSlice(text, 0, mostCharacters);
          const { text: shape, values } = takeLiterals({ text: head, system, given, named });
          const listed = describe.values(values, taints);
          const wasCut = isCut || head.length < text.length || values.length > mostArguments;
          return { system, text: clean(shape), arguments: listed, cut: wasCut };
        },
        values(values, taints) {
          const listed = [];
          for (let index = 0; index < values.length && index < mostArguments; index += 1) {
            const { name, value } = values[index];
            listed[index] = describe.argument(value, { taints, name });
          }
          return listed;
        }
      };
      const clean = (shape) => {
        const known = intrinsics.mapGet(texts, shape);
        if (known !== void 0) return known;
        const text = redactor.redactText(shape, []);
        if (intrinsics.mapSize(texts) < mostTexts) intrinsics.mapSet(texts, shape, text);
        return text;
      };
      return describe;
    }
    function primitiveText(value) {
      if (value === null || value === void 0) return "null";
      if (typeof value === "string") return value;
      if (typeof value === "object" || typeof value === "function") return bytesText(value);
      return typeof value === "symbol" ? "symbol" : `${value}`;
    }
    function bytesText(value) {
      if (intrinsics.types.isDate(value)) return isoText(value);
      if (intrinsics.types.isUint8Array(value)) return `<${intrinsics.typedArrayByteLength(value)} bytes>`;
      return "<object>";
    }
    function isoText(date) {
      const time = intrinsics.dateGetTime(date);
      return intrinsics.objectIs(time, Number.NaN) ? "invalid date" : intrinsics.dateToIso(date);
    }
    module2.exports = { createDescriber };
  }
});

// src/agent/node/real-path.cjs
var require_real_path = __commonJS({
  "src/agent/node/real-path.cjs"(exports2, module2) {
    "use strict";
    var fs = require("node:fs");
    function realPath(folder) {
      try {
        return fs.realpathSync(folder);
      } catch {
        return folder;
      }
    }
    module2.exports = { realPath };
  }
});

// src/agent/node/flow/files.cjs
var require_files = __commonJS({
  "src/agent/node/flow/files.cjs"(exports2, module2) {
    "use strict";
    var fs = require("node:fs");
    var os = require("node:os");
    var path = require("node:path");
    var { syncBuiltinESMExports } = require("node:module");
    var intrinsics = require_intrinsics();
    var { realPath } = require_real_path();
    var { guarded, wrapMethod } = require_wrap_method();
    var operations = {
      ...{
        writeFile: "write",
        appendFile: "append",
        truncate: "write",
        rename: "rename",
        copyFile: "copy",
        cp: "copy"
      },
      ...{ link: "link", symlink: "link", unlink: "remove", rm: "remove", rmdir: "remove-folder" },
      ...{ mkdir: "make-folder", mkdtemp: "make-folder", open: "open" }
    };
    var bearsTwoPaths = /* @__PURE__ */ new Set(["rename", "copy", "link"]);
    var writes = /[wax+]/;
    var appends = /a/;
    var { O_WRONLY, O_RDWR, O_APPEND, O_CREAT, O_TRUNC } = fs.constants;
    function watchFiles({ root, report }) {
      const pathOf = createPathOf(root);
      let isInside = false;
      const see = (name, given) => {
        const operation = operations[name] === "open" ? operationOf(given[1]) : operations[name];
        const from = operation === null ? null : pathOf(given[0]);
        if (from === null) return;
        const event = { operation, path: name === "mkdtemp" ? `${from}XXXXXX` : from };
        if (!intrinsics.setHas(bearsTwoPaths, operation)) return report(event);
        const to = pathOf(given[1]);
        if (to !== null) report({ ...event, to });
      };
      const around = (name) => (original, receiver, given) => {
        if (isInside) return intrinsics.apply(original, receiver, given);
        isInside = true;
        try {
          guarded(see, name, given);
          return intrinsics.apply(original, receiver, given);
        } finally {
          isInside = false;
        }
      };
      for (const name of Object.keys(operations)) {
        wrapMethod(fs, name, around(name));
        wrapMethod(fs, `${name}Sync`, around(name));
        wrapMethod(fs.promises, name, around(name));
      }
      syncBuiltinESMExports();
    }
    function operationOf(flags) {
      if (typeof flags === "string") {
        if (intrinsics.regExpExec(writes, flags) === null) return null;
        return intrinsics.regExpExec(appends, flags) === null ? "write" : "append";
      }
      if (typeof flags !== "number" || (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) === 0) return null;
      return (flags & O_APPEND) === 0 ? "write" : "append";
    }
    function createPathOf(root) {
      const { resolve, sep: separator } = path;
      const roots = [
        { folder: realPath(root), shown: "" },
        { folder: root, shown: "" },
        { folder: realPath(os.tmpdir()), shown: "<tmp>/" },
        { folder: os.tmpdir(), shown: "<tmp>/" },
        // Beside the build lies what else belongs to the instance alone, such as its data.
        { folder: path.dirname(realPath(root)), shown: "../" },
        { folder: path.dirname(root), shown: "../" }
      ].sort((one, other) => other.folder.length - one.folder.length);
      return (given) => {
        const text = textOf(given);
        if (text === null) return null;
        const whole = resolve(text);
        for (let index = 0; index < roots.length; index += 1) {
          const { folder, shown } = roots[index];
          if (intrinsics.stringStartsWith(whole, `${folder}${separator}`))
            return shown + intrinsics.stringSlice(whole, folder.length + 1);
        }
        return whole;
      };
    }
    var { fileURLToPath, URL: Url } = require("node:url");
    var urlPrototype = Url.prototype;
    var utf8Slice = Buffer.prototype.utf8Slice.call.bind(Buffer.prototype.utf8Slice);
    function textOf(given) {
      if (typeof given === "string") return given;
      if (typeof given !== "object" || given === null || intrinsics.types.isProxy(given)) return null;
      if (intrinsics.types.isUint8Array(given))
        return utf8Slice(given, 0, intrinsics.typedArrayByteLength(given));
      return intrinsics.getPrototypeOf(given) === urlPrototype ? fileURLToPath(given) : null;
    }
    module2.exports = { watchFiles };
  }
});

// src/agent/node/flow/flights.cjs
var require_flights = __commonJS({
  "src/agent/node/flow/flights.cjs"(exports2, module2) {
    "use strict";
    var { executionAsyncResource } = require("node:async_hooks");
    var intrinsics = require_intrinsics();
    var { nameOf, ownData } = require_inspect_object();
    var onBytes = /* @__PURE__ */ new Set(["TCP", "Pipe", "TLSWrap"]);
    var onTurn = /* @__PURE__ */ new Set(["Immediate"]);
    function createFlights({ context, limits, send }) {
      const underWay = createUnderWay();
      let events = 0;
      let isEnded = false;
      const tell = (exchangeId) => {
        const record = intrinsics.objectCreate(null);
        record.kind = "flow-unsettled";
        record.exchangeId = exchangeId;
        record.sequence = context.nextSequence();
        send(record);
      };
      const unsettle = (exchange) => {
        if (exchange.flowUnsettled) return;
        exchange.flowUnsettled = true;
        tell(exchange.exchangeId);
      };
      const unsettleAll = () => {
        for (let exchange = underWay.first(); exchange !== null; exchange = exchange.flowNext) unsettle(exchange);
        return context.background;
      };
      const end = () => {
        if (!isEnded) {
          isEnded = true;
          unsettleAll();
          tell("");
        }
        return false;
      };
      return {
        begin: underWay.add,
        end: underWay.remove,
        /** The exchange of what is written to a database here and now. */
        ofWrite() {
          const way = nameOfResource();
          const current = context.current();
          const isLost = intrinsics.setHas(onBytes, way);
          if (!isLost && !intrinsics.setHas(onTurn, way)) return current;
          const first = underWay.first();
          if (first !== null && first.flowNext !== null) return unsettleAll();
          return isLost && first !== null ? first : current;
        },
        /** Whether an exchange may have one more event. */
        hasRoom(exchange) {
          if (isEnded || exchange.exchangeId === "") return false;
          exchange.flowEvents += 1;
          events += 1;
          if (events > limits.flowEvents) return end();
          if (exchange.flowEvents > limits.flowPerExchange) unsettle(exchange);
          return exchange.flowEvents <= limits.flowPerExchange;
        }
      };
    }
    function createUnderWay() {
      let first = null;
      let last = null;
      return {
        first: () => first,
        add(exchange) {
          exchange.flowPrevious = last;
          if (last === null) first = exchange;
          else last.flowNext = exchange;
          last = exchange;
        },
        /** Does nothing where it was taken out before. */
        remove(exchange) {
          const { flowPrevious: previous, flowNext: next } = exchange;
          if (previous === null && first !== exchange) return;
          if (previous === null) first = next;
          else previous.flowNext = next;
          if (next === null) last = previous;
          else next.flowPrevious = previous;
          exchange.flowPrevious = null;
          exchange.flowNext = null;
        }
      };
    }
    function nameOfResource() {
      const resource = executionAsyncResource();
      if (typeof resource !== "object" || resource === null || intrinsics.types.isProxy(resource)) return "";
      const prototype = intrinsics.getPrototypeOf(resource);
      if (prototype === null || intrinsics.types.isProxy(prototype)) return "";
      const owner = ownData(prototype, "constructor")?.value;
      return typeof owner === "function" ? nameOf(owner) : "";
    }
    module2.exports = { createFlights };
  }
});

// src/agent/node/flow/processes.cjs
var require_processes = __commonJS({
  "src/agent/node/flow/processes.cjs"(exports2, module2) {
    "use strict";
    var childProcess = require("node:child_process");
    var { syncBuiltinESMExports } = require("node:module");
    var path = require("node:path");
    var intrinsics = require_intrinsics();
    var { ownData } = require_inspect_object();
    var { watchMethod } = require_wrap_method();
    var shells = /^(?:sh|bash|dash|zsh|cmd\.exe)$/;
    var mostArguments = 100;
    var basename = path.basename;
    function watchProcesses({ report }) {
      const tell = (command, given, shell) => {
        const isOwnNode = command === process.execPath;
        report({ command: isOwnNode ? "node" : command, given, shell });
      };
      watchMethod(childProcess.ChildProcess.prototype, "spawn", (_, given) => reportSpawn(given[0], tell));
      for (const name of ["spawnSync", "execFileSync", "execSync"])
        watchMethod(childProcess, name, (_, given) => reportSync(name, given, tell));
      syncBuiltinESMExports();
    }
    function reportSync(name, given, tell) {
      const command = given[0];
      if (typeof command !== "string") return;
      const isList = isPlainList(given[1]);
      const shell = name === "execSync" || asksForShell(isList ? given[2] : given[1]);
      tell(command, isList ? textsOf(given[1], 0) : [], shell);
    }
    function reportSpawn(options, tell) {
      const file = ownData(options, "file")?.value;
      const words = ownData(options, "args")?.value;
      if (typeof file !== "string") return;
      const given = isPlainList(words) ? textsOf(words, 1) : [];
      const isShell = intrinsics.regExpExec(shells, basename(file)) !== null && given[0] === "-c" && given.length === 2;
      if (isShell) tell(given[1], [], true);
      else tell(file, given, false);
    }
    function asksForShell(options) {
      if (typeof options !== "object" || options === null || intrinsics.types.isProxy(options)) return false;
      const own = ownData(options, "shell")?.value;
      return own === true || typeof own === "string";
    }
    function textsOf(words, from) {
      const texts = [];
      for (let index = from; index < words.length && index - from < mostArguments; index += 1) {
        const word = ownData(words, `${index}`)?.value;
        texts[index - from] = typeof word === "string" ? word : "<object>";
      }
      return texts;
    }
    function isPlainList(value) {
      return !intrinsics.types.isProxy(value) && intrinsics.arrayIsArray(value);
    }
    module2.exports = { watchProcesses };
  }
});

// src/agent/node/flow/sqlite.cjs
var require_sqlite = __commonJS({
  "src/agent/node/flow/sqlite.cjs"(exports2, module2) {
    "use strict";
    var Module = require("node:module");
    var intrinsics = require_intrinsics();
    var { ownData } = require_inspect_object();
    var { guarded, watchMethod, wrapMethod } = require_wrap_method();
    var runs = ["run", "get", "all", "iterate"];
    var betterSqlite = /better-sqlite3(?:[\\/]lib[\\/]index\.js)?$/;
    var [getText, setText] = ["get", "set"].map(
      (name) => WeakMap.prototype[name].call.bind(WeakMap.prototype[name])
    );
    var mostNames = 100;
    function watchSqlite({ report }) {
      const watch = createWatcher(report);
      const own = loadQuietly();
      if (own !== null) {
        watch.database(own.DatabaseSync.prototype);
        watch.statement(own.StatementSync.prototype);
      }
      wrapMethod(Module, "_load", (load, receiver, given) => {
        const loaded2 = intrinsics.apply(load, receiver, given);
        const isIt = typeof given[0] === "string" && intrinsics.regExpExec(betterSqlite, given[0]) !== null;
        if (isIt) guarded(() => watch.database(loaded2.prototype));
        return loaded2;
      });
    }
    function loadQuietly() {
      const { emitWarning } = process;
      try {
        process.emitWarning = () => {
        };
        const sqlite = process.getBuiltinModule?.("node:sqlite") ?? null;
        return typeof sqlite?.StatementSync?.prototype === "object" ? sqlite : null;
      } catch {
        return null;
      } finally {
        process.emitWarning = emitWarning;
      }
    }
    function createWatcher(report) {
      const texts = /* @__PURE__ */ new WeakMap();
      const watched = /* @__PURE__ */ new WeakSet();
      const once = (prototype) => {
        if (intrinsics.weakSetHas(watched, prototype)) return false;
        intrinsics.weakSetAdd(watched, prototype);
        return true;
      };
      const watchStatement = (prototype) => {
        if (!once(prototype)) return;
        for (let index = 0; index < runs.length; index += 1)
          watchMethod(
            prototype,
            runs[index],
            (statement, given) => reportRun(getText(texts, statement), given, report)
          );
      };
      const prepared = (statement, text) => {
        if (typeof statement !== "object" || statement === null || typeof text !== "string") return;
        setText(texts, statement, text);
        watchStatement(intrinsics.getPrototypeOf(statement));
      };
      return {
        statement: watchStatement,
        database(prototype) {
          if (!once(prototype)) return;
          wrapMethod(prototype, "prepare", (prepare, database, given) => {
            const statement = intrinsics.apply(prepare, database, given);
            guarded(prepared, statement, given[0]);
            return statement;
          });
          watchMethod(prototype, "exec", (_, given) => reportRun(given[0], [], report));
        }
      };
    }
    function reportRun(text, given, report) {
      if (typeof text !== "string") return;
      const first = given[0];
      const isNamed = isPlainObject(first);
      const values = isPlainArray(first) ? first : given;
      const positional = [];
      const from = isNamed ? 1 : 0;
      for (let index = from; index < values.length && index < from + mostNames; index += 1)
        positional[index - from] = ownData(values, `${index}`)?.value;
      const named = isNamed ? (name) => valueNamed(first, name) : null;
      report((describe, taints) => describe.sql({ system: "sqlite", text, given: positional, named }, taints));
    }
    function valueNamed(object, name) {
      const own = (prefix) => ownData(object, `${prefix}${name}`);
      return (own("") ?? own(":") ?? own("@") ?? own("$"))?.value;
    }
    function isPlainArray(value) {
      return !intrinsics.types.isProxy(value) && intrinsics.arrayIsArray(value);
    }
    function isPlainObject(value) {
      if (typeof value !== "object" || value === null || intrinsics.types.isProxy(value)) return false;
      return !intrinsics.arrayIsArray(value) && !intrinsics.types.isUint8Array(value) && !intrinsics.types.isDate(value);
    }
    module2.exports = { watchSqlite };
  }
});

// src/agent/node/flow/watch-flow.cjs
var require_watch_flow = __commonJS({
  "src/agent/node/flow/watch-flow.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { watchDatabaseSockets } = require_database_sockets();
    var { createDescriber } = require_describe_query();
    var { watchFiles } = require_files();
    var { createFlights } = require_flights();
    var { watchProcesses } = require_processes();
    var { watchSqlite } = require_sqlite();
    function watchFlow({ attempt, plan, context, redactor, send }) {
      const describe = createDescriber(redactor);
      const flights = createFlights({ context, limits: plan.limits, send });
      const tell = (kind, exchange, fields) => {
        const record = intrinsics.objectCreate(null);
        record.kind = kind;
        record.exchangeId = exchange.exchangeId;
        record.sequence = context.nextSequence();
        for (const name in fields) record[name] = fields[name];
        send(record);
      };
      const reportQuery = (exchangeOf) => (describeIt) => {
        const exchange = exchangeOf();
        if (!flights.hasRoom(exchange)) return;
        const query = describeIt(describe, exchange.taints);
        if (query !== null) tell("query", exchange, { ...query, cut: query.cut ? true : void 0 });
      };
      attempt("queries", () => watchDatabaseSockets({ report: reportQuery(flights.ofWrite) }));
      attempt("queries in the process", () => watchSqlite({ report: reportQuery(context.current) }));
      attempt(
        "files",
        () => watchFiles({
          root: plan.realRoot,
          report({ operation, path, to }) {
            const exchange = context.current();
            if (isToldTwice(exchange, operation, path) || !flights.hasRoom(exchange)) return;
            const shown = (text) => describe.path(text, exchange.taints);
            tell("file", exchange, {
              operation,
              path: shown(path),
              ...to === void 0 ? {} : { to: shown(to) }
            });
          }
        })
      );
      attempt(
        "child processes",
        () => watchProcesses({
          report({ command, given, shell }) {
            const exchange = context.current();
            if (!flights.hasRoom(exchange)) return;
            const { taints } = exchange;
            const words = describe.words(given, taints);
            tell("process", exchange, { command: describe.path(command, taints), arguments: words, shell });
          }
        })
      );
      return { onStart: flights.begin, onEnd: flights.end };
    }
    function isToldTwice(exchange, operation, path) {
      const isAgain = operation === "remove" && exchange.flowRemoved === path;
      exchange.flowRemoved = operation === "remove" ? path : null;
      return isAgain;
    }
    module2.exports = { watchFlow };
  }
});

// src/agent/node/measures/instances.cjs
var require_instances = __commonJS({
  "src/agent/node/measures/instances.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { openSession } = require_inspector_session();
    var now = process.hrtime.bigint;
    var { memoryUsage } = process;
    var mostClasses = 8;
    var budgetMs = 3e3;
    var largestHeap = 134217728;
    var group = "shadowgate-instances";
    var door = /* @__PURE__ */ Symbol.for("shadowgate.instances");
    function countInstances(names) {
      const began = now();
      const spentMs = () => Number(now() - began) / 1e6;
      const record = intrinsics.objectCreate(null);
      record.kind = "instances";
      record.exchangeId = "";
      record.counts = intrinsics.objectCreate(null);
      record.notCounted = [];
      const { heapUsed } = memoryUsage();
      const session = heapUsed > largestHeap ? null : openSession();
      const prototypes = session === null ? null : findPrototypes(session, names);
      let longest = spentMs();
      for (let index = 0; index < names.length && index < mostClasses; index += 1) {
        const started = spentMs();
        if (prototypes === null || started + longest > budgetMs) {
          record.notCounted[record.notCounted.length] = names[index];
          continue;
        }
        record.counts[names[index]] = countAll(session, prototypes[names[index]]);
        longest = intrinsics.mathMax(longest, spentMs() - started);
      }
      session?.post("Runtime.releaseObjectGroup", { objectGroup: group });
      record.pauseMs = spentMs();
      return record;
    }
    function findPrototypes(session, names) {
      const found = intrinsics.objectCreate(null);
      for (let index = 0; index < names.length; index += 1) found[names[index]] = [];
      const functions = objectsBelow(session, Function.prototype);
      handOver(session, functions, (all) => {
        for (let index = 0; index < all.length; index += 1) {
          const name = ownValue(all[index], "name");
          const list = typeof name === "string" ? found[name] : void 0;
          const prototype = list === void 0 ? void 0 : ownValue(all[index], "prototype");
          if (typeof prototype === "object" && prototype !== null) list[list.length] = prototype;
        }
      });
      return found;
    }
    function ownValue(owner, key) {
      return intrinsics.types.isProxy(owner) ? void 0 : intrinsics.getOwnPropertyDescriptor(owner, key)?.value;
    }
    function countAll(session, prototypes) {
      let count = 0;
      for (let index = 0; index < prototypes.length; index += 1)
        handOver(session, objectsBelow(session, prototypes[index]), (all) => {
          count += all.length;
        });
      return count;
    }
    function objectsBelow(session, prototype) {
      const { result } = throughDoor(
        () => prototype,
        (expression) => session.post("Runtime.evaluate", { expression: `${expression}()`, objectGroup: group })
      );
      const query = { prototypeObjectId: result.objectId, objectGroup: group };
      return session.post("Runtime.queryObjects", query).objects.objectId;
    }
    function handOver(session, objectId, take) {
      throughDoor(
        take,
        (expression) => session.post("Runtime.callFunctionOn", {
          objectId,
          functionDeclaration: `function () { ${expression}(this); }`
        })
      );
    }
    function throughDoor(value, work) {
      if (!intrinsics.defineProperty(globalThis, door, { value, configurable: true }))
        throw new Error("nothing can be handed over");
      try {
        return work("globalThis[Symbol.for('shadowgate.instances')]");
      } finally {
        intrinsics.deleteProperty(globalThis, door);
      }
    }
    module2.exports = { countInstances };
  }
});

// src/agent/node/measures/memory.cjs
var require_memory = __commonJS({
  "src/agent/node/measures/memory.cjs"(exports2, module2) {
    "use strict";
    var v8 = require("node:v8");
    var vm = require("node:vm");
    var intrinsics = require_intrinsics();
    var { openSession } = require_inspector_session();
    var { performanceNow } = require_virtual_clock();
    var { countHandles } = require_open_handles();
    var memoryUsage = process.memoryUsage;
    var setFlags = v8.setFlagsFromString;
    var runInNewContext = vm.runInNewContext;
    function createMemorySampler({ context, intervalMs, send, flush }) {
      let last = Number.NEGATIVE_INFINITY;
      let collect;
      return {
        sample(exchange, force = false) {
          const time = performanceNow();
          if (!force && time - last < intervalMs) return;
          last = time;
          send(usageRecord(context, exchange.exchangeId));
        },
        /** Collects twice with a turn between, so that what the first one let go of by finalizers is gone as well. */
        measure(point) {
          collect ??= findCollector();
          const turn = (work) => intrinsics.setImmediate(work);
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
    function usageRecord(context, exchangeId) {
      const { heapUsed, external, rss } = memoryUsage();
      const record = new intrinsics.Bare();
      record.kind = "memory";
      record.exchangeId = exchangeId;
      record.sequence = context.nextSequence();
      record.heapUsed = heapUsed;
      record.external = external;
      record.rss = rss;
      return record;
    }
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
    function fromNewContext() {
      setFlags("--expose-gc");
      try {
        return runInNewContext("gc");
      } finally {
        setFlags("--no-expose-gc");
      }
    }
    function fromInspector() {
      const session = openSession();
      return () => session.post("HeapProfiler.collectGarbage");
    }
    module2.exports = { createMemorySampler };
  }
});

// src/agent/node/probes/other-inspectors.cjs
var require_other_inspectors = __commonJS({
  "src/agent/node/probes/other-inspectors.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { ownConnect } = require_inspector_session();
    function watchOtherInspectors() {
      const inspector = require("node:inspector");
      const seen = { sessions: 0 };
      ownConnect(inspector);
      for (const name of ["connect", "connectToMainThread"]) {
        const connect = inspector.Session.prototype[name];
        if (typeof connect !== "function") continue;
        const value = function() {
          seen.sessions += 1;
          return intrinsics.apply(connect, this, arguments);
        };
        intrinsics.defineProperty(value, "name", { value: name, configurable: true });
        intrinsics.defineProperty(inspector.Session.prototype, name, {
          ...intrinsics.getOwnPropertyDescriptor(inspector.Session.prototype, name),
          value
        });
      }
      const { url } = inspector;
      return {
        /** Whether what the agent set may have been set otherwise since. */
        mayInterfere: () => seen.sessions > 0 || url() !== void 0,
        /** For the gate, in words; empty where nobody else was there. */
        describe() {
          const found = [];
          if (url() !== void 0) found.push("a port for debuggers was open");
          if (seen.sessions > 0) found.push("the service opened an inspector session of its own");
          return found;
        }
      };
    }
    module2.exports = { watchOtherInspectors };
  }
});

// src/agent/node/capture/redact-url.cjs
var require_redact_url = __commonJS({
  "src/agent/node/capture/redact-url.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    function redactUrl({ origin, path, redactor, taints }) {
      const mark = intrinsics.stringIndexOf(path, "?");
      const plainPath = redactor.redactText(mark === -1 ? path : intrinsics.stringSlice(path, 0, mark), taints);
      const place = `${withoutCredentials(origin)}${plainPath}`;
      const url = mark === -1 ? place : `${place}?${redactQuery(intrinsics.stringSlice(path, mark + 1), redactor)}`;
      return intrinsics.stringSlice(url, 0, 2e3);
    }
    function withoutCredentials(origin) {
      const at = intrinsics.stringIndexOf(origin, "@");
      if (at === -1) return origin;
      const scheme = intrinsics.stringIndexOf(origin, "://");
      return intrinsics.stringSlice(origin, 0, scheme + 3) + intrinsics.stringSlice(origin, at + 1);
    }
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
    function redactPart(part, redactor) {
      const equals = intrinsics.stringIndexOf(part, "=");
      if (equals === -1) return part;
      const value = intrinsics.stringSlice(part, equals + 1);
      return `${intrinsics.stringSlice(part, 0, equals)}=<${intrinsics.stringSlice(redactor.digest(value), 0, 8)}>`;
    }
    module2.exports = { redactUrl };
  }
});

// src/agent/node/outbound/outbound.cjs
var require_outbound = __commonJS({
  "src/agent/node/outbound/outbound.cjs"(exports2, module2) {
    "use strict";
    var diagnostics = require("node:diagnostics_channel");
    var http = require("node:http");
    var intrinsics = require_intrinsics();
    var { readData } = require_inspect_object();
    var { redactUrl } = require_redact_url();
    var maximumPending = 1e4;
    function watchOutbound({ context, redactor, send }) {
      const pending = new intrinsics.SafeMap();
      const start = (request, target) => {
        if (intrinsics.mapSize(pending) >= maximumPending) return;
        const exchange = context.current();
        intrinsics.mapSet(pending, request, {
          exchangeId: exchange.exchangeId,
          sequence: context.nextSequence(),
          method: target.method,
          url: redactUrl({ origin: target.origin, path: target.path, redactor, taints: exchange.taints })
        });
      };
      const finish = (request, status) => {
        const call = intrinsics.mapGet(pending, request);
        if (call === void 0) return;
        intrinsics.mapDelete(pending, request);
        send(outboundRecord(call, status));
      };
      const subscribe = (name, listener) => diagnostics.channel(name).subscribe((message) => attempt(listener, message));
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
    function clientTarget(request) {
      const protocol = readData(request, "protocol") ?? "http:";
      return {
        method: `${readData(request, "method") ?? "GET"}`,
        origin: `${protocol}//${hostOf(request)}`,
        path: `${clientPath(request)}`
      };
    }
    var pathGetter = intrinsics.getOwnPropertyDescriptor(http.ClientRequest.prototype, "path")?.get;
    function clientPath(request) {
      if (pathGetter !== void 0) return intrinsics.apply(pathGetter, request, []);
      return readData(request, "path") ?? "/";
    }
    function hostOf(request) {
      const header = request.getHeader("host");
      return typeof header === "string" ? header : `${readData(request, "host") ?? ""}`;
    }
    function undiciTarget(request) {
      return {
        method: `${readData(request, "method") ?? "GET"}`,
        origin: `${request.origin ?? ""}`,
        path: `${readData(request, "path") ?? "/"}`
      };
    }
    function outboundRecord(call, status) {
      const record = new intrinsics.Bare();
      record.kind = "outbound-call";
      record.exchangeId = call.exchangeId;
      record.sequence = call.sequence;
      record.method = call.method;
      record.url = call.url;
      if (typeof status === "number") record.status = status;
      return record;
    }
    function attempt(listener, message) {
      try {
        listener(message);
      } catch {
      }
    }
    module2.exports = { watchOutbound };
  }
});

// src/agent/node/plan.cjs
var require_plan = __commonJS({
  "src/agent/node/plan.cjs"(exports2, module2) {
    "use strict";
    var fs = require("node:fs");
    var { realPath } = require_real_path();
    var defaultLimits = Object.freeze({
      depth: 3,
      fields: 40,
      items: 50,
      string: 256,
      bytes: 1048576,
      nodes: 1500,
      digestNodes: 5e3,
      snapshotCharacters: 262144,
      controlHits: 50,
      backgroundHits: 10,
      hitsPerExchange: 20,
      suspectHits: 2e3,
      idlePassesPerTurn: 100,
      thrownErrors: 1e3,
      thrownPerExchange: 20,
      thrownPerSite: 3,
      frames: 5,
      throwBudgetMs: 15,
      flowEvents: 1e5,
      flowPerExchange: 500,
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
        builtCoverage: Array.isArray(plan.builtCoverage) ? plan.builtCoverage : [],
        coverageByExchange: plan.coverageByExchange === true,
        oneAtATime: plan.oneAtATime === true,
        thrownErrors: plan.thrownErrors === true,
        allocations: readAllocations(plan.allocations ?? null),
        classes: Array.isArray(plan.classes) ? plan.classes.map(String) : [],
        suspects: new Set(Array.isArray(plan.suspects) ? plan.suspects : []),
        limits: readLimits(plan.limits ?? {}),
        determinism: readDeterminism(plan.determinism ?? null)
      };
    }
    function readAllocations(asked) {
      if (asked !== null && asked !== "totals" && asked !== "functions")
        throw new Error(`plan asks for unknown allocations "${asked}"`);
      return asked;
    }
    function readDeterminism(asked) {
      if (asked === null) return null;
      const { seed, clock, durations, random, startsAt, shiftMs } = asked;
      const isStart = startsAt === null || Number.isFinite(startsAt);
      if (typeof seed !== "string" || !isStart || !Number.isFinite(shiftMs))
        throw new Error("determinism has no seed, no start or no shift");
      return { seed, clock, durations, random, startsAt, shiftMs };
    }
    function readLimits(asked) {
      const limits = { ...defaultLimits };
      for (const [name, value] of Object.entries(asked)) {
        if (!(name in defaultLimits)) throw new Error(`plan has an unknown limit "${name}"`);
        if (!Number.isInteger(value) || value < 1) throw new Error(`limit "${name}" is not a positive integer`);
        limits[name] = value;
      }
      return limits;
    }
    module2.exports = { defaultLimits, readPlan };
  }
});

// src/agent/node/outbound/redirect-outbound.cjs
var require_redirect_outbound = __commonJS({
  "src/agent/node/outbound/redirect-outbound.cjs"(exports2, module2) {
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
      const isElsewhere = (host, port) => typeof host === "string" && host !== "" && (intrinsics.regExpExec(loopback, host) === null || intrinsics.setHas(sideCars, `${host}:${port}`));
      const during = (target, work) => {
        const before = expected;
        expected = target;
        try {
          return work();
        } finally {
          expected = before;
        }
      };
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
        expect: (target) => {
          expected = target;
          queueMicrotask(() => {
            if (expected === target) expected = null;
          });
        }
      });
      tagClientRequests(context, isElsewhere);
      syncBuiltinESMExports();
    }
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
    function targetOf(options, isElsewhere) {
      if (!isPlain(options) || options.socketPath) return null;
      return isElsewhere(options.host, options.port) ? { host: options.host } : null;
    }
    function addressTarget(address, isElsewhere) {
      try {
        const { hostname, port, protocol } = new URL(address);
        return isElsewhere(hostname, portOf(port, protocol)) ? { host: hostname } : null;
      } catch {
        return null;
      }
    }
    function portOf(port, protocol) {
      if (port) return port;
      return protocol === "https:" ? "443" : "80";
    }
    function portOfHeader(request) {
      const header = request.getHeader("host");
      const [, port] = typeof header === "string" ? splitAddress(header) : [];
      return portOf(port, request.protocol);
    }
    function splitAddress(address) {
      const at = address.lastIndexOf(":");
      return at === -1 ? [address, ""] : [intrinsics.stringSlice(address, 0, at), intrinsics.stringSlice(address, at + 1)];
    }
    function isPlain(value) {
      return typeof value === "object" && value !== null;
    }
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
    function attempt(work) {
      try {
        work();
      } catch {
      }
    }
    module2.exports = { redirectOutbound };
  }
});

// src/agent/node/probes/breakpoints.cjs
var require_breakpoints = __commonJS({
  "src/agent/node/probes/breakpoints.cjs"(exports2, module2) {
    "use strict";
    var { pathToFileURL } = require("node:url");
    var { watchCompiledScripts } = require_compiled_scripts();
    var intrinsics = require_intrinsics();
    function createBreakpoints({ session, plan }) {
      const placeOf = /* @__PURE__ */ new Map();
      let hasEnded = false;
      const compiled = watchCompiledScripts({
        session,
        plan,
        wanted: new Set(plan.probes.filter(({ isBuilt }) => isBuilt !== true).map(({ file }) => file))
      });
      session.post("Debugger.enable");
      session.post("Debugger.setSkipAllPauses", { skip: true });
      session.on("Debugger.breakpointResolved", ({ params }) => {
        const place = intrinsics.mapGet(placeOf, params.breakpointId);
        if (place !== void 0) land({ session, compiled }, place, params.location);
      });
      return {
        arm(place) {
          place.breakpointIds ??= [];
          place.landed ??= [];
          if (hasEnded) return;
          if (place.breakpointIds.length > 0 || place.outOfBlock === true) return;
          if (place.landed.length === 0) armByUrl({ session, plan, place, placeOf, compiled });
          else armByScript(session, place);
        },
        rest(place) {
          for (let index = 0; index < place.breakpointIds.length; index += 1) {
            removeQuietly(session, place.breakpointIds[index]);
          }
          place.breakpointIds = [];
        },
        /** To be called once no place will be armed again: a debugger costs the whole service something as long as it is there. */
        end() {
          if (hasEnded || plan.coverageOf.length > 0) return;
          hasEnded = true;
          session.post("Debugger.disable");
        },
        bindingOf
      };
    }
    function armByUrl({ session, plan, place, placeOf, compiled }) {
      try {
        const { breakpointId, locations } = session.post("Debugger.setBreakpointByUrl", {
          urlRegex: urlPattern(plan, place.file),
          lineNumber: place.line - 1,
          columnNumber: place.column - 1,
          condition: place.condition
        });
        place.breakpointIds[place.breakpointIds.length] = breakpointId;
        intrinsics.mapSet(placeOf, breakpointId, place);
        for (let index = 0; index < locations.length; index += 1)
          land({ session, compiled }, place, locations[index]);
      } catch (error) {
        place.refusal = error.message;
      }
    }
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
    function land({ session, compiled }, place, location) {
      place.landed[place.landed.length] = location;
      place.isCompiled = place.isBuilt !== true && compiled.of(location.scriptId) !== null;
      if (!place.isCompiled && !isPast(place, location)) return;
      place.outOfBlock = true;
      for (let index = 0; index < place.breakpointIds.length; index += 1) {
        removeQuietly(session, place.breakpointIds[index]);
      }
      place.breakpointIds = [];
    }
    function isPast({ lastLine, lastColumn }, { lineNumber, columnNumber = 0 }) {
      if (lastLine === void 0 || lineNumber + 1 < lastLine) return false;
      return lineNumber + 1 > lastLine || lastColumn !== void 0 && columnNumber + 1 > lastColumn;
    }
    function removeQuietly(session, breakpointId) {
      try {
        session.post("Debugger.removeBreakpoint", { breakpointId });
      } catch {
      }
    }
    function urlPattern(plan, file) {
      const paths = /* @__PURE__ */ new Set([`${plan.root}/${file}`, `${plan.realRoot}/${file}`]);
      const urls = [...paths].flatMap((path) => [path, pathToFileURL(path).href]);
      return `^(?:${urls.map((url) => url.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})(?:[?#].*)?$`;
    }
    function bindingOf(place) {
      const { landed = [], refusal, outOfBlock, line } = place;
      const last = landed.length === 0 ? void 0 : landed[landed.length - 1].lineNumber + 1;
      if (place.isCompiled === true) return { state: "unbound", note: "a loader compiled it to other lines" };
      if (outOfBlock === true) return { state: "unbound", note: `slid to line ${last}, outside its block` };
      if (last === void 0) return { state: "unbound", note: refusal ?? "no code was loaded at this place" };
      const rested = place.restedInLoop === true ? "rested for the remainder of a hot loop" : void 0;
      return last === line ? { state: "bound", note: rested } : { state: "slid", note: rested ?? `to line ${last}` };
    }
    module2.exports = { createBreakpoints };
  }
});

// src/agent/node/probes/probe-conditions.cjs
var require_probe_conditions = __commonJS({
  "src/agent/node/probes/probe-conditions.cjs"(exports2, module2) {
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
      const slot = (source) => {
        if (!slotOf.has(source)) slotOf.set(source, thunks.push(source) - 1);
        return slotOf.get(source);
      };
      const slots = probes.map((probe) => {
        const named = probe.names.filter((name) => identifier.test(name)).map((name) => ({ name, slot: slot(`(()=>${name})`) }));
        const renamed = Object.entries(probe.renamed ?? {}).filter(([, inCode]) => identifier.test(inCode)).map(([name, inCode]) => ({ name, slot: slot(`(()=>${inCode})`) }));
        const generated = Object.entries(probe.expressions ?? {}).map(([name, source]) => ({
          name,
          slot: slot(`(($)=>(${source}))`)
        }));
        return [...named, ...renamed, ...generated];
      });
      return { condition: `${hookName}(${index},[${thunks.join(",")}])`, slots };
    }
    function reasonOf(error) {
      if (!intrinsics.types.isNativeError(error)) return "not-in-scope";
      const message = intrinsics.getOwnPropertyDescriptor(error, "message")?.value;
      if (message === "getter" || message === "proxy") return message;
      if (message === notPrimitive) return "getter";
      if (typeof message !== "string") return "not-in-scope";
      return intrinsics.stringStartsWith(message, "Cannot access") ? "not-initialised" : "not-in-scope";
    }
    module2.exports = { buildCondition, expressionTools, reasonOf };
  }
});

// src/agent/node/probes/probes.cjs
var require_probes = __commonJS({
  "src/agent/node/probes/probes.cjs"(exports2, module2) {
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
        return { ...probes[0], condition, probes: counters, idleThisTurn: 0 };
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
        onStart: (exchange) => onStart(state, exchange),
        onEnd(exchange) {
          if (!isSuspect(state, exchange)) return;
          state.suspectsInFlight -= 1;
          sweepSoon(state);
        },
        states: () => places.flatMap(
          (place) => place.probes.map((counter) => stateOf(counter, breakpoints.bindingOf(place)))
        ),
        stop() {
          for (const place of places) breakpoints.rest(place);
        }
      };
    }
    function groupByPlace(probes) {
      const groups = /* @__PURE__ */ new Map();
      for (const probe of probes) {
        const key = `${probe.file}:${probe.line}:${probe.column}`;
        groups.set(key, [...groups.get(key) ?? [], probe]);
      }
      return [...groups.values()];
    }
    function installHook(hookName, state) {
      intrinsics.defineProperty(globalThis, hookName, {
        configurable: true,
        enumerable: false,
        value: (index, thunks) => {
          try {
            pass(state, state.places[index], thunks);
          } catch {
          }
          return false;
        }
      });
    }
    function pass(state, place, thunks) {
      const exchange = state.context.current();
      let isCaptured = false;
      for (let index = 0; index < place.probes.length; index += 1) {
        const counter = place.probes[index];
        counter.hits += 1;
        const occurrence = state.context.nextOccurrence(exchange, counter.probe.id);
        if (!isWanted(state, { counter, exchange, occurrence })) continue;
        isCaptured = true;
        state.send(captureHit(state, { counter, exchange, occurrence, thunks }));
      }
      sweepSoon(state);
      if (!isCaptured) place.idleThisTurn += 1;
      if (place.idleThisTurn >= state.plan.limits.idlePassesPerTurn) {
        place.restedInLoop = true;
        state.breakpoints.rest(place);
      }
    }
    function isWanted(state, { counter, exchange, occurrence }) {
      const { limits } = state.plan;
      if (counter.disarmed) return false;
      if (exchange.exchangeId === "") return spend(counter, "background", limits.backgroundHits);
      if (occurrence >= limits.hitsPerExchange) return false;
      if (isSuspect(state, exchange)) return spend(counter, "suspect", limits.suspectHits);
      return spend(counter, "control", limits.controlHits);
    }
    function spend(counter, budget, limit) {
      if (counter[budget] >= limit) return false;
      counter[budget] += 1;
      return true;
    }
    function isSuspect(state, exchange) {
      return intrinsics.setHas(state.plan.suspects, exchange.exchangeId);
    }
    function captureHit(state, { counter, exchange, occurrence, thunks }) {
      const values = new intrinsics.Bare();
      for (let index = 0; index < counter.slots.length; index += 1) {
        const { name, slot } = counter.slots[index];
        values[name] = captureThunk(state, { name, thunk: thunks[slot], taints: exchange.taints });
      }
      const { exchangeId } = exchange;
      const sequence = state.context.nextSequence();
      return record({ kind: "hit", probeId: counter.probe.id, exchangeId, occurrence, sequence, values });
    }
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
    function onStart(state, exchange) {
      const suspect = isSuspect(state, exchange);
      if (suspect) state.suspectsInFlight += 1;
      for (let index = 0; index < state.places.length; index += 1) {
        const place = state.places[index];
        if (isNeeded(state, place, suspect)) state.breakpoints.arm(place);
      }
    }
    function isNeeded(state, place, suspect) {
      const { limits } = state.plan;
      for (let index = 0; index < place.probes.length; index += 1) {
        const { control, suspect: spent, disarmed } = place.probes[index];
        if (!disarmed && (suspect ? spent < limits.suspectHits : control < limits.controlHits)) return true;
      }
      return false;
    }
    function sweepSoon(state) {
      if (state.sweeping) return;
      state.sweeping = true;
      state.context.without(() => intrinsics.setImmediate(sweep, state).unref());
    }
    function sweep(state) {
      state.sweeping = false;
      let isOver = true;
      for (let index = 0; index < state.places.length; index += 1) {
        const place = state.places[index];
        place.idleThisTurn = 0;
        const needed = isNeeded(state, place, false) || state.suspectsInFlight > 0 && isNeeded(state, place, true);
        if (!needed) state.breakpoints.rest(place);
        for (let at = 0; at < place.probes.length; at += 1) {
          markDisarmed(state, place.probes[at]);
          if (!place.probes[at].disarmed) isOver = false;
        }
      }
      if (isOver) state.breakpoints.end();
    }
    function markDisarmed(state, counter) {
      const { limits, suspects } = state.plan;
      const spent = counter.control >= limits.controlHits;
      if (suspects.size === 0 ? spent : counter.suspect >= limits.suspectHits) counter.disarmed = true;
    }
    function stateOf(counter, binding) {
      const { probe, hits } = counter;
      const known = { kind: "probe", probeId: probe.id, hits };
      if (counter.disarmed) return record({ ...known, state: "disarmed", note: `after ${hits} hits` });
      return record({ ...known, ...binding });
    }
    module2.exports = { startProbes };
  }
});

// src/agent/node/determinism/random-words.cjs
var require_random_words = __commonJS({
  "src/agent/node/determinism/random-words.cjs"(exports2, module2) {
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
    function isChange(last, sort) {
      if (last === "" || last === "mark" || sort === "mark") return false;
      return sort !== last && !(last === "capital" && sort === "small");
    }
    function sortOf(character) {
      if (character >= "0" && character <= "9") return "digit";
      if (character >= "a" && character <= "z") return "small";
      return character >= "A" && character <= "Z" ? "capital" : "mark";
    }
    module2.exports = { findRandomWord };
  }
});

// src/agent/node/capture/redact.cjs
var require_redact = __commonJS({
  "src/agent/node/capture/redact.cjs"(exports2, module2) {
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
      const keyed = (text) => {
        const mac = intrinsics.createHmac("sha256", key);
        intrinsics.hmacUpdate(mac, text);
        return intrinsics.stringSlice(intrinsics.hmacDigest(mac, "hex"), 0, 16);
      };
      const redactText = (text, taints) => {
        let clean = text;
        for (let index = 0; index < taints.length; index += 1) clean = replaceAll(clean, taints[index], keyed);
        for (let index = 0; index < secretShapes.length; index += 1) clean = replaceShape(clean, index, keyed);
        return replaceRandom(clean, keyed);
      };
      return { digest: keyed, redactText, isSecretName, isSecretText };
    }
    var namesKnown = new intrinsics.SafeMap();
    var mostNamesKnown = 5e3;
    function isSecretName(name) {
      if (name.length > 80) return false;
      let isSecret = intrinsics.mapGet(namesKnown, name);
      if (isSecret === void 0) {
        isSecret = soundsSecret(name);
        if (intrinsics.mapSize(namesKnown) < mostNamesKnown) intrinsics.mapSet(namesKnown, name, isSecret);
      }
      return isSecret;
    }
    function soundsSecret(name) {
      const plain = dropSeparators(intrinsics.stringToLowerCase(name));
      return intrinsics.setHas(secretNames, plain) || intrinsics.regExpExec(secretEndings, plain) !== null;
    }
    function dropSeparators(name) {
      let plain = "";
      for (let index = 0; index < name.length; index += 1) {
        separators.lastIndex = 0;
        if (intrinsics.regExpExec(separators, name[index]) === null) plain += name[index];
      }
      return plain;
    }
    var shortestShape = 6;
    function isSecretText(text, taints) {
      const head = text.length > 4096 ? intrinsics.stringSlice(text, 0, 4096) : text;
      for (let index = 0; index < taints.length; index += 1) {
        if (intrinsics.stringIndexOf(head, taints[index]) !== -1) return true;
      }
      if (head.length < shortestShape) return false;
      for (let index = 0; index < secretShapes.length; index += 1) {
        if (intrinsics.regExpExec(secretShapes[index], head) !== null) return true;
      }
      return findRandomWord(head) !== null;
    }
    function replaceAll(text, secret, keyed) {
      let clean = "";
      let rest = text;
      for (let at = intrinsics.stringIndexOf(rest, secret); at !== -1; at = intrinsics.stringIndexOf(rest, secret)) {
        clean += `${intrinsics.stringSlice(rest, 0, at)}<redacted ${keyed(secret)}>`;
        rest = intrinsics.stringSlice(rest, at + secret.length);
      }
      return clean + rest;
    }
    function replaceShape(text, shape, keyed) {
      let clean = "";
      let rest = text;
      for (let found = find(shape, rest); found !== null; found = find(shape, rest)) {
        clean += `${intrinsics.stringSlice(rest, 0, found.index)}<redacted ${keyed(found[0])}>`;
        rest = intrinsics.stringSlice(rest, found.index + found[0].length);
      }
      return clean + rest;
    }
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
    function find(shape, text) {
      return intrinsics.regExpExec(secretShapes[shape], text);
    }
    module2.exports = { createRedactor };
  }
});

// src/agent/node/exchanges/share-exchange.cjs
var require_share_exchange = __commonJS({
  "src/agent/node/exchanges/share-exchange.cjs"(exports2, module2) {
    "use strict";
    var threads = require("node:worker_threads");
    var intrinsics = require_intrinsics();
    var { record } = require_capture();
    var { Exchange } = require_exchange();
    var { encode } = require_encode();
    var key = "shadowgate.exchange";
    var roomBytes = 65536;
    var headBytes = 8;
    function shareExchange(context) {
      const memory = threads.isMainThread ? new SharedArrayBuffer(headBytes + roomBytes) : threads.getEnvironmentData(key);
      if (memory === void 0) return { onStart() {
      }, onEnd() {
      } };
      const head = new Int32Array(memory, 0, 2);
      const room = new Uint8Array(memory, headBytes);
      if (threads.isMainThread) threads.setEnvironmentData(key, memory);
      else context.carry(() => readExchange(head, room));
      return { onStart: (exchange) => write(head, room, exchange), onEnd: () => write(head, room, null) };
    }
    function write(head, room, exchange) {
      const text = exchange === null ? "" : encode(sharedPart(exchange));
      const bytes = Buffer.from(text, "utf8");
      Atomics.add(head, 0, 1);
      const length = bytes.length > roomBytes ? 0 : bytes.length;
      for (let index = 0; index < length; index += 1) room[index] = bytes[index];
      head[1] = length;
      Atomics.add(head, 0, 1);
    }
    function sharedPart({ exchangeId, instant, taints }) {
      return record({ exchangeId, instant, taints });
    }
    var known = { version: -1, exchange: null };
    function readExchange(head, room) {
      const version = Atomics.load(head, 0);
      if (version === known.version) return known.exchange;
      if (version % 2 === 1) return null;
      const text = Buffer.from(room.slice(0, head[1])).toString("utf8");
      if (Atomics.load(head, 0) !== version) return null;
      known.version = version;
      known.exchange = text === "" ? null : exchangeOf(intrinsics.parse(text));
      return known.exchange;
    }
    function exchangeOf({ exchangeId, instant, taints }) {
      const exchange = new Exchange(exchangeId, instant);
      exchange.knownTaints = taints;
      return exchange;
    }
    module2.exports = { shareExchange };
  }
});

// src/agent/node/thread-environment.cjs
var require_thread_environment = __commonJS({
  "src/agent/node/thread-environment.cjs"(exports2, module2) {
    "use strict";
    var path = require("node:path");
    var threads = require("node:worker_threads");
    var { syncBuiltinESMExports } = require("node:module");
    var intrinsics = require_intrinsics();
    var agentPath = path.join(__dirname, "agent.cjs");
    var key = "shadowgate.agent";
    function followThreads({ planFile: planFile2, socketPath: socketPath2 }) {
      threads.setEnvironmentData(key, {
        SHADOWGATE_AGENT_PLAN: planFile2,
        SHADOWGATE_AGENT_SOCKET: socketPath2
      });
      const { Worker } = threads;
      threads.Worker = new Proxy(Worker, {
        construct(target, given, newTarget) {
          const options = withAgent(given[1]);
          if (options === null) return intrinsics.construct(target, given, newTarget);
          try {
            return intrinsics.construct(target, [given[0], options], newTarget);
          } catch {
            return intrinsics.construct(target, given, newTarget);
          }
        }
      });
      syncBuiltinESMExports();
    }
    function environmentOfParent() {
      return threads.isMainThread ? null : threads.getEnvironmentData(key) ?? null;
    }
    function withAgent(options) {
      const env = intrinsics.getOwnPropertyDescriptor(Object(options), "env")?.value;
      if (typeof env !== "object" || env === null || "SHADOWGATE_AGENT_PLAN" in env) return null;
      return { ...options, execArgv: [...options.execArgv ?? process.execArgv, "--require", agentPath] };
    }
    module2.exports = { environmentOfParent, followThreads };
  }
});

// src/agent/node/probes/frame-names.cjs
var require_frame_names = __commonJS({
  "src/agent/node/probes/frame-names.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var maximumNames = 16;
    var furthestBack = 8e3;
    var furthestOn = 400;
    var noCode = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
    var word = /(?<![.\w$#])[A-Za-z_$][\w$]*(?!\s*:(?!:))/g;
    var keywords = new Set(
      "arguments async await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null of package private protected public return static super switch throw true try typeof undefined var void while with yield".split(" ")
    );
    function namesBefore(source, from, to) {
      const start = offsetOf(source, from);
      const thrownAt = offsetOf(source, to);
      const end = intrinsics.mathMin(endOfLine(source, thrownAt), thrownAt + furthestOn);
      const text = intrinsics.stringSlice(source, intrinsics.mathMax(start, end - furthestBack), end);
      const found = wordsOf(withoutText(text));
      const names = [];
      for (let index = found.length - 1; index >= 0 && names.length < maximumNames; index -= 1) {
        if (!includes(names, found[index])) names[names.length] = found[index];
      }
      return names;
    }
    function wordsOf(text) {
      const found = [];
      word.lastIndex = 0;
      for (let match = intrinsics.regExpExec(word, text); match !== null; match = intrinsics.regExpExec(word, text)) {
        if (isVariableLike(match[0])) found[found.length] = match[0];
      }
      return found;
    }
    function isVariableLike(name) {
      if (intrinsics.setHas(keywords, name)) return false;
      return intrinsics.getOwnPropertyDescriptor(globalThis, name) === void 0;
    }
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
    function offsetOf(source, { lineNumber, columnNumber = 0 }) {
      let offset = 0;
      for (let line = 0; line < lineNumber; line += 1) {
        const end = intrinsics.stringIndexOf(source, "\n", offset);
        if (end === -1) return source.length;
        offset = end + 1;
      }
      return offset + columnNumber;
    }
    function endOfLine(source, offset) {
      const end = intrinsics.stringIndexOf(source, "\n", offset);
      return end === -1 ? source.length : end;
    }
    function includes(list, wanted) {
      for (let index = 0; index < list.length; index += 1) if (list[index] === wanted) return true;
      return false;
    }
    module2.exports = { namesBefore };
  }
});

// src/agent/node/probes/throw-frames.cjs
var require_throw_frames = __commonJS({
  "src/agent/node/probes/throw-frames.cjs"(exports2, module2) {
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
        value: (thunks) => {
          state.thunks = thunks;
          captureThunks(state);
          return false;
        }
      });
      let suspectThrows = 0;
      const isWanted = (exchangeId, site) => {
        if (intrinsics.setHas(plan.suspects, exchangeId)) {
          suspectThrows += 1;
          return suspectThrows <= limits.suspectHits;
        }
        const before = intrinsics.mapGet(bySite, site) ?? 0;
        intrinsics.mapSet(bySite, site, before + 1);
        return before < limits.thrownPerSite;
      };
      return (inApp, { exchange, site }) => {
        const frames = [];
        if (!isWanted(exchange.exchangeId, site)) return frames;
        const began = now();
        for (let index = 0; index < inApp.length && index < limits.frames; index += 1) {
          const isLate = now() - began > budget;
          frames[index] = record({
            at: inApp[index].at,
            column: inApp[index].column,
            function: intrinsics.stringSlice(inApp[index].frame.functionName, 0, 100),
            values: isLate ? new intrinsics.Bare() : readFrame(state, inApp[index].frame, exchange.taints),
            reason: isLate ? "budget" : void 0
          });
        }
        return frames;
      };
    }
    function readFrame(state, frame, taints) {
      state.names = namesOf(state, frame);
      state.taints = taints;
      state.values = new intrinsics.Bare();
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
    function capture({ captureValue, taints }, value, name) {
      try {
        return captureValue(value, name, taints);
      } catch {
        return record({ type: "not-captured", reason: "budget" });
      }
    }
    function namesOf(state, { location, functionLocation }) {
      const source = sourceOf(state, location.scriptId);
      if (source === "" || functionLocation === void 0) return [];
      return namesBefore(source, functionLocation, location);
    }
    function sourceOf(state, scriptId) {
      const known = intrinsics.mapGet(state.sources, scriptId);
      if (known !== void 0) return known;
      const { scriptSource } = state.session.post("Debugger.getScriptSource", { scriptId });
      const source = scriptSource.length > longestSource ? "" : scriptSource;
      if (intrinsics.mapSize(state.sources) < maximumSources) intrinsics.mapSet(state.sources, scriptId, source);
      return source;
    }
    module2.exports = { createFrameReader };
  }
});

// src/agent/node/capture/readable-error.cjs
var require_readable_error = __commonJS({
  "src/agent/node/capture/readable-error.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { ownStackGetter } = require_describe_error();
    var { types } = intrinsics;
    var maximumPrototypes = 12;
    function mayBeRead(error) {
      if (!types.isNativeError(error)) return true;
      return !hasAccessor(error, "name") && !hasAccessor(error, "stack");
    }
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
    module2.exports = { mayBeRead };
  }
});

// src/agent/node/probes/thrown-errors.cjs
var require_thrown_errors = __commonJS({
  "src/agent/node/probes/thrown-errors.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { record } = require_capture();
    var {
      describe,
      hasOwnFormatter,
      relativePath,
      shownMessage,
      topFrame
    } = require_describe_error();
    var { createFrameReader } = require_throw_frames();
    var { mayBeRead } = require_readable_error();
    function watchThrownErrors(given) {
      const { plan, session, context, redactor, captureValue, send, onEnded, onScript, mayBeSwitched } = given;
      const { limits } = plan;
      const state = {
        ...{ plan, session, context, redactor, send, onEnded, onScript, limits },
        ...{ isOn: false, hasEnded: false, pauses: 0, seen: new intrinsics.SafeWeakSet(), current: void 0 },
        scripts: new intrinsics.SafeMap(),
        readFrames: createFrameReader({ plan, session, captureValue }),
        hookName: `__shadowgate_${intrinsics.stringSlice(plan.key, 0, 8)}_thrown`
      };
      intrinsics.defineProperty(globalThis, state.hookName, {
        configurable: true,
        enumerable: false,
        value: (error) => {
          state.current = error;
        }
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
          else if (!state.isOn || mayBeSwitched()) turnOn(state);
        },
        stop: () => turnOff(state)
      };
    }
    function noteScript(state, { scriptId, url }) {
      const file = intrinsics.stringStartsWith(url, "file://") ? intrinsics.stringSlice(url, 7) : url;
      const path = relativePath(file, state.plan.realRoot);
      if (path === null) return;
      intrinsics.mapSet(state.scripts, scriptId, path);
      state.onScript(path);
    }
    function turnOn(state) {
      state.isOn = true;
      state.session.post("Debugger.setPauseOnExceptions", { state: "all" });
    }
    function turnOff(state) {
      if (state.isOn) state.session.post("Debugger.setPauseOnExceptions", { state: "none" });
      state.isOn = false;
    }
    function end(state, why, exchange) {
      turnOff(state);
      if (state.hasEnded) return;
      state.hasEnded = true;
      state.onEnded(why);
      sayUnwatched(state, exchange);
    }
    function sayUnwatched(state, { exchangeId }) {
      if (exchangeId === "") return;
      state.send(record({ kind: "throws-unwatched", exchangeId, sequence: state.context.nextSequence() }));
    }
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
    function throwRecord(state, { error, exchange, callFrames }) {
      const found = describe(error);
      const inApp = framesInApp(state, callFrames);
      const { at, column } = inApp.length > 0 ? inApp[0] : topFrame(found.stack, state.plan.realRoot);
      return record({
        kind: "throw",
        exchangeId: exchange.exchangeId,
        sequence: state.context.nextSequence(),
        class: found.class,
        message: shownMessage(found.message, state.redactor, exchange.taints),
        ...{ at, column },
        frames: state.readFrames(inApp, { exchange, site: `${found.class} ${at}` })
      });
    }
    function framesInApp({ scripts }, callFrames) {
      const found = [];
      for (let index = 0; index < callFrames.length; index += 1) {
        const frame = callFrames[index];
        const path = intrinsics.mapGet(scripts, frame.location.scriptId);
        if (path === void 0) continue;
        const { lineNumber, columnNumber = 0 } = frame.location;
        found[found.length] = { frame, at: `${path}:${lineNumber + 1}`, column: columnNumber + 1 };
      }
      return found;
    }
    module2.exports = { watchThrownErrors };
  }
});

// src/agent/node/exchanges/emit-within.cjs
var require_emit_within = __commonJS({
  "src/agent/node/exchanges/emit-within.cjs"(exports2, module2) {
    "use strict";
    var { guarded } = require_wrap_method();
    var intrinsics = require_intrinsics();
    function emitWithin({ emitter, context, exchange, onEnd }) {
      const { emit } = emitter;
      replaceEmit(emitter, function emitInExchange(event) {
        const given = arguments;
        const result = context.within(exchange, () => intrinsics.apply(emit, this, given));
        if (event === "close") endExchange(exchange, onEnd);
        return result;
      });
    }
    function endExchange(exchange, onEnd) {
      if (exchange.isOver) return;
      exchange.isOver = true;
      guarded(onEnd, exchange);
    }
    function replaceEmit(owner, value) {
      intrinsics.defineProperty(owner, "emit", { configurable: true, writable: true, enumerable: false, value });
    }
    module2.exports = { emitWithin, endExchange, replaceEmit };
  }
});

// src/agent/node/exchanges/emitter-exchanges.cjs
var require_emitter_exchanges = __commonJS({
  "src/agent/node/exchanges/emitter-exchanges.cjs"(exports2, module2) {
    "use strict";
    var Given = function returnGiven(object) {
      return object;
    };
    var Holder = class _Holder extends Given {
      #exchange;
      // The one that a class has without it passes its arguments on by an iterator, which a service may have patched (Node 18).
      // biome-ignore lint/complexity/noUselessConstructor: see above.
      constructor(object) {
        super(object);
      }
      /** Null where it belongs to none. */
      static exchangeOf(object) {
        return #exchange in object ? object.#exchange : null;
      }
      static setExchange(object, exchange) {
        if (!(#exchange in object)) new _Holder(object);
        object.#exchange = exchange;
      }
    };
    var { exchangeOf, setExchange } = Holder;
    module2.exports = { exchangeOf, setExchange };
  }
});

// src/agent/node/exchanges/emit-in-exchanges.cjs
var require_emit_in_exchanges = __commonJS({
  "src/agent/node/exchanges/emit-in-exchanges.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { replaceEmit } = require_emit_within();
    var { exchangeOf } = require_emitter_exchanges();
    var { isWithParser } = require_entered_callbacks();
    function emitInExchanges({ prototypes, context, onClose }) {
      const made = new intrinsics.SafeMap();
      for (const prototype of prototypes) {
        const { emit } = prototype;
        const replacement = intrinsics.mapGet(made, emit) ?? emitBefore(emit, context, onClose);
        intrinsics.mapSet(made, emit, replacement);
        replaceEmit(prototype, replacement);
      }
    }
    function emitBefore(emit, context, onClose) {
      return function emitInExchange(event) {
        const isHeard = hasListener(this, event);
        const isClose = event === "close";
        if (!isHeard && !isClose && event !== "error") return false;
        const exchange = exchangeOf(this);
        if (exchange === null || !exchange.isBegun) return intrinsics.apply(emit, this, arguments);
        const isThere = !isHeard || isWithin(context, exchange, event);
        const result = isThere ? intrinsics.apply(emit, this, arguments) : context.within(exchange, intrinsics.apply, emit, this, arguments);
        if (isClose) onClose(this, exchange);
        return result;
      };
    }
    function isWithin(context, exchange, event) {
      if (exchange === context.current()) return true;
      return event === "data" && isWithParser(exchange) && context.enter(exchange);
    }
    function hasListener(emitter, event) {
      const listeners = emitter._events;
      return typeof listeners !== "object" || listeners === null || listeners[event] !== void 0;
    }
    module2.exports = { emitInExchanges };
  }
});

// src/agent/node/exchanges/exchange-headers.cjs
var require_exchange_headers = __commonJS({
  "src/agent/node/exchanges/exchange-headers.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { Exchange } = require_exchange();
    var tagHeader = "x-shadowgate-exchange";
    var instantHeader = "x-shadowgate-instant";
    function takeTag(raw) {
      let instant = null;
      let exchangeId = null;
      for (let index = raw.length - 2; index >= 0; index -= 2) {
        const name = ownNameOf(raw[index]);
        if (name === null) continue;
        if (name === tagHeader) exchangeId = raw[index + 1];
        else instant = raw[index + 1];
        takeOut(raw, index);
      }
      return exchangeId === null || exchangeId === "" ? null : new Exchange(exchangeId, instant);
    }
    function ownNameOf(name) {
      if (name.length !== tagHeader.length && name.length !== instantHeader.length) return null;
      if (name === tagHeader || name === instantHeader) return name;
      const lower = intrinsics.stringToLowerCase(name);
      return lower === tagHeader || lower === instantHeader ? lower : null;
    }
    function takeOut(raw, index) {
      for (let at = index + 2; at < raw.length; at += 1) raw[at - 2] = raw[at];
      intrinsics.arrayPop(raw);
      intrinsics.arrayPop(raw);
    }
    function takeTagOfViews(view, raw) {
      const instant = takeEntry(view, instantHeader);
      const exchangeId = takeEntry(view, tagHeader);
      if (raw !== void 0) takeTag(raw);
      return exchangeId === null ? null : new Exchange(exchangeId, instant);
    }
    function takeEntry(view, name) {
      const value = view[name];
      if (value === void 0) return null;
      delete view[name];
      return typeof value === "string" && value !== "" ? value : null;
    }
    module2.exports = { takeTag, takeTagOfViews };
  }
});

// src/agent/node/exchanges/early-tags.cjs
var require_early_tags = __commonJS({
  "src/agent/node/exchanges/early-tags.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { takeTag, takeTagOfViews } = require_exchange_headers();
    var { exchangeOf, setExchange } = require_emitter_exchanges();
    function takeTagsEarly(prototype) {
      const add = prototype._addHeaderLines;
      if (typeof add !== "function") return takeTagLate;
      intrinsics.defineProperty(prototype, "_addHeaderLines", {
        configurable: true,
        enumerable: intrinsics.getOwnPropertyDescriptor(prototype, "_addHeaderLines")?.enumerable ?? true,
        writable: true,
        value: function _addHeaderLines(lines, count) {
          const left = take(this, lines) ? intrinsics.mathMin(count, lines.length) : count;
          return intrinsics.apply(add, this, [lines, left]);
        }
      });
      return exchangeOf;
    }
    function takeTagLate(request) {
      const known = exchangeOf(request);
      if (known !== null) return known;
      const distinct = request.headersDistinct;
      const exchange = takeTagOfViews(request.headers, request.rawHeaders);
      if (distinct !== void 0) takeTagOfViews(distinct, void 0);
      if (exchange !== null) setExchange(request, exchange);
      return exchange;
    }
    function take(request, lines) {
      try {
        if (request.complete || !intrinsics.arrayIsArray(lines)) return false;
        const exchange = takeTag(lines);
        if (exchange !== null) setExchange(request, exchange);
        return exchange !== null;
      } catch {
        return false;
      }
    }
    module2.exports = { takeTagsEarly };
  }
});

// src/agent/node/exchanges/http2-streams.cjs
var require_http2_streams = __commonJS({
  "src/agent/node/exchanges/http2-streams.cjs"(exports2, module2) {
    "use strict";
    var intrinsics = require_intrinsics();
    var { emitWithin, replaceEmit } = require_emit_within();
    var { takeTagOfViews } = require_exchange_headers();
    var isWatched = false;
    function watchSession({ session, context, onStart, onEnd, onStreams }) {
      const prototype = intrinsics.getPrototypeOf(session);
      if (isWatched || prototype?.constructor?.name !== "ServerHttp2Session") return;
      isWatched = true;
      const { emit } = prototype;
      let streams = null;
      replaceEmit(prototype, function emitStream(event, stream, headers, _flags, raw) {
        const given = arguments;
        if (event !== "stream") return intrinsics.apply(emit, this, given);
        if (streams === null) {
          streams = intrinsics.getPrototypeOf(stream);
          onStreams(streams);
        }
        const exchange = begin(headers, raw, onStart);
        if (exchange === null) return intrinsics.apply(emit, this, given);
        emitWithin({ emitter: stream, context, exchange, onEnd });
        return context.within(exchange, () => intrinsics.apply(emit, this, given));
      });
    }
    function begin(headers, raw, onStart) {
      try {
        const exchange = takeTagOfViews(headers, raw);
        if (exchange === null) return null;
        exchange.begin(headers);
        onStart(exchange);
        return exchange;
      } catch {
        return null;
      }
    }
    module2.exports = { watchSession };
  }
});

// src/agent/node/exchanges/requests.cjs
var require_requests = __commonJS({
  "src/agent/node/exchanges/requests.cjs"(exports2, module2) {
    "use strict";
    var http = require("node:http");
    var https = require("node:https");
    var net = require("node:net");
    var intrinsics = require_intrinsics();
    var { emitInExchanges } = require_emit_in_exchanges();
    var { emitWithin, endExchange, replaceEmit } = require_emit_within();
    var { exchangeOf, setExchange } = require_emitter_exchanges();
    var { createParserIds, isWithParser } = require_entered_callbacks();
    var { takeTagsEarly } = require_early_tags();
    var { watchSession } = require_http2_streams();
    var { guarded, standBefore } = require_wrap_method();
    var rareEventsWithRequest = /* @__PURE__ */ new Set(["checkContinue", "checkExpectation", "upgrade", "connect"]);
    var http2Servers = /* @__PURE__ */ new Set(["Http2Server", "Http2SecureServer"]);
    function watchRequests({ context, onListening, onStart, onEnd, onStreams }) {
      const { emit } = net.Server.prototype;
      emitInExchanges({
        prototypes: [http.IncomingMessage.prototype, http.ServerResponse.prototype],
        context,
        onClose: (emitter, exchange) => emitter instanceof http.ServerResponse && endExchange(exchange, onEnd)
      });
      const tagged = takeTagsEarly(http.IncomingMessage.prototype);
      const parserIdOf = createParserIds();
      if (context.mayEnter) enterAtEnd(http.IncomingMessage.prototype, context);
      const watchServer = (server, event, session) => {
        if (event === "listening" && answersHttp(server)) guarded(onListening);
        if (event === "session") guarded(watchSession, { session, context, onStart, onEnd, onStreams });
      };
      replaceEmit(net.Server.prototype, function emitRequest(event, request, response) {
        const bearsRequest = event === "request" || intrinsics.setHas(rareEventsWithRequest, event);
        if (!bearsRequest) watchServer(this, event, request);
        const exchange = bearsRequest ? begin(request, tagged, onStart) : null;
        if (exchange === null) return intrinsics.apply(emit, this, arguments);
        if (context.mayEnter) exchange.parserId = parserIdOf(request);
        follow({ context, exchange, response, onEnd });
        if (exchange.parserId !== 0 && context.enter(exchange)) return intrinsics.apply(emit, this, arguments);
        return context.within(exchange, intrinsics.apply, emit, this, arguments);
      });
    }
    function enterAtEnd(prototype, context) {
      const enter = (request) => {
        const exchange = exchangeOf(request);
        if (exchange !== null && isWithParser(exchange)) context.enter(exchange);
      };
      standBefore(prototype, "push", (push) => {
        return function(chunk) {
          if (chunk === null) guarded(enter, this);
          return intrinsics.apply(push, this, arguments);
        };
      });
    }
    function answersHttp(server) {
      if (server instanceof http.Server || server instanceof https.Server) return true;
      return intrinsics.setHas(http2Servers, intrinsics.getPrototypeOf(server)?.constructor?.name);
    }
    function begin(request, tagged, onStart) {
      try {
        const exchange = request instanceof http.IncomingMessage ? tagged(request) : null;
        if (exchange === null || exchange.isBegun) return exchange;
        exchange.begin(request.headers);
        onStart(exchange);
        return exchange;
      } catch {
        return null;
      }
    }
    function follow({ context, exchange, response, onEnd }) {
      if (response instanceof http.ServerResponse) setExchange(response, exchange);
      else if (response instanceof net.Socket) emitWithin({ emitter: response, context, exchange, onEnd });
    }
    module2.exports = { watchRequests };
  }
});

// src/agent/node/observe-process.cjs
var require_observe_process = __commonJS({
  "src/agent/node/observe-process.cjs"(exports2, module2) {
    "use strict";
    var { isMainThread, threadId } = require("node:worker_threads");
    var { startAllocations } = require_allocations();
    var { createCapture } = require_capture();
    var { createBound } = require_cut_to_bound();
    var { createChannel } = require_channel();
    var { compileAhead } = require_compile_ahead();
    var { createContext } = require_context();
    var { startCoverage } = require_coverage();
    var { startDeterminism } = require_determinism();
    var { watchErrors } = require_errors();
    var { watchFlow } = require_watch_flow();
    var { openSession } = require_inspector_session();
    var { countInstances } = require_instances();
    var { createMemorySampler } = require_memory();
    var { watchOtherInspectors } = require_other_inspectors();
    var { watchOutbound } = require_outbound();
    var { defaultLimits, readPlan } = require_plan();
    var { redirectOutbound } = require_redirect_outbound();
    var { startProbes } = require_probes();
    var { createRedactor } = require_redact();
    var { shareExchange } = require_share_exchange();
    var { followThreads } = require_thread_environment();
    var { watchThrownErrors } = require_thrown_errors();
    var { watchRequests } = require_requests();
    var nothing = () => {
    };
    var idle = { finish: nothing, stop: nothing, measure: nothing, dateStreams: nothing };
    function observeProcess(planFile2, socketPath2) {
      const degraded = [];
      const attempt = (part, work) => {
        try {
          return work();
        } catch (error) {
          degraded.push(`${part}: ${error?.message ?? "failed"}`);
          return null;
        }
      };
      const plan = attempt("plan", () => readPlan(planFile2));
      const context = createContext();
      const redactor = plan === null ? null : createRedactor(plan.key);
      const parts = { degraded, attempt, plan, context, redactor, ...idle };
      attempt("threads", () => followThreads({ planFile: planFile2, socketPath: socketPath2 }));
      const channel = createChannel({
        path: socketPath2,
        limits: plan?.limits ?? defaultLimits,
        cutToBound: plan === null ? null : createBound({ limits: plan.limits, redactor }),
        hello: () => hello(parts),
        without: context.without,
        onMessage: (message) => answer(parts, message),
        onGone: () => parts.stop()
      });
      parts.finish = () => sayDone(parts, channel);
      if (plan === null) channel.open();
      else startParts(parts, channel);
    }
    function answer(parts, message) {
      if (message?.kind === "finish") parts.finish();
      if (message?.kind === "measure-memory" && Number.isInteger(message.point)) parts.measure(message.point);
    }
    function hello({ plan, degraded }) {
      return {
        ...{ kind: "hello", version: 1, language: "node", runtime: process.version },
        ...{ pid: process.pid, thread: threadId, role: plan?.role ?? "", degraded }
      };
    }
    function startParts(parts, channel) {
      const { attempt, plan, context, redactor } = parts;
      const { send, flush } = channel;
      const intervalMs = plan.limits.memoryIntervalMs;
      const memory = createMemorySampler({ context, intervalMs, send, flush });
      const { coverage, probes, thrown } = inspectCode({ parts, redactor, channel });
      const shared = plan.oneAtATime ? attempt("threads", () => shareExchange(context)) : null;
      if (!isMainThread && shared !== null) thrown?.onStart(context.background);
      const allocations = plan.allocations === null ? null : attempt("allocations", () => startAllocations({ plan, context, send }));
      attempt("upstream", () => redirectOutbound(context, process.env));
      const outbound = attempt("outbound calls", () => watchOutbound({ context, redactor, send }));
      const flow = attempt("request flow", () => watchFlow({ attempt, plan, context, redactor, send }));
      attempt("errors", () => watchErrors({ context, redactor, root: plan.realRoot, send }));
      attempt(
        "requests",
        () => watchRequests({
          context,
          onListening: channel.open,
          onStreams: (prototype) => parts.dateStreams(prototype),
          onStart: (exchange) => {
            flow?.onStart(exchange);
            shared?.onStart(exchange);
            probes?.onStart(exchange);
            thrown?.onStart(exchange);
            if (plan.coverageByExchange) coverage?.sinceLast();
            allocations?.onStart(exchange);
          },
          onEnd: (exchange) => {
            shared?.onEnd();
            allocations?.onEnd(exchange);
            flow?.onEnd(exchange);
            probes?.onEnd(exchange);
            if (plan.coverageByExchange) sendReached(exchange, coverage, send);
            memory.sample(exchange);
          }
        })
      );
      parts.measure = (point) => attempt("memory", () => memory.measure(point));
      parts.stop = () => {
        attempt("probes", () => probes?.stop());
        attempt("thrown errors", () => thrown?.stop());
      };
      parts.finish = () => finish({ parts, channel, memory, outbound, probes, coverage, allocations });
      process.on("exit", () => channel.isOpen() && parts.finish());
      if (coverage !== null || probes !== null || thrown !== null)
        parts.others = attempt("other inspectors", () => watchOtherInspectors());
      if (plan.determinism !== null) attempt("determinism", () => startDeterminism(parts));
    }
    function inspectCode({ parts, redactor, channel }) {
      const { attempt, plan } = parts;
      const isNeeded = plan.probes.length > 0 || plan.coverageOf.length > 0;
      const session = isNeeded ? attempt("inspector", () => openSession()) : null;
      if (session !== null && plan.coverageOf.length > 0)
        attempt("compiling ahead", () => compileAhead({ session, folder: __dirname }));
      const coverage = session !== null && plan.coverageOf.length > 0 ? attempt("coverage", () => startCoverage({ session, plan })) : null;
      const probes = session !== null && plan.probes.length > 0 ? armProbes({ parts, session, redactor, channel }) : null;
      const thrown = plan.thrownErrors ? watchThrown({ parts, redactor, channel }) : null;
      return { coverage, probes, thrown };
    }
    function armProbes({ parts, session, redactor, channel }) {
      const { attempt, plan, context } = parts;
      return attempt("probes", () => {
        const captureValue = createCapture({ limits: plan.limits, redactor });
        const send = (record) => {
          channel.send(record);
          channel.open();
        };
        return startProbes({ plan, session, context, captureValue, send });
      });
    }
    function watchThrown({ parts, redactor, channel }) {
      const { attempt, plan, context, degraded } = parts;
      const wanted = /* @__PURE__ */ new Set([...plan.coverageOf, ...plan.builtCoverage.map(({ file }) => file)]);
      return attempt(
        "thrown errors",
        () => watchThrownErrors({
          ...{ plan, context, redactor, send: channel.send, session: openSession() },
          captureValue: createCapture({ limits: plan.limits, redactor }),
          onEnded: (why) => degraded.push(`thrown errors: ${why}`),
          mayBeSwitched: () => parts.others?.mayInterfere() === true,
          // A thread has no server that would begin to listen: it speaks once it runs code of the change.
          onScript: (path) => !isMainThread && wanted.has(path) && channel.open()
        })
      );
    }
    function sendReached({ exchangeId }, coverage, send) {
      for (const { path, lines } of coverage?.sinceLast() ?? [])
        send({ kind: "reached", exchangeId, path, lines });
    }
    function sendInstances({ plan, context, channel }) {
      const record = countInstances(plan.classes);
      record.sequence = context.nextSequence();
      channel.send(record, true);
    }
    function finish({ parts, channel, memory, outbound, probes, coverage, allocations }) {
      const { attempt, plan, context } = parts;
      attempt("allocations", () => allocations?.finish());
      attempt("outbound calls", () => outbound?.flush());
      attempt("memory", () => memory.sample({ exchangeId: "" }, true));
      if (plan.classes.length > 0) attempt("instances", () => sendInstances({ plan, context, channel }));
      for (const state of attempt("probes", () => probes?.states()) ?? []) channel.send(state, true);
      for (const { path, lines } of attempt("coverage", () => coverage?.all()) ?? []) {
        channel.send({ kind: "coverage", path, lines }, true);
      }
      for (const { path, text, ran } of attempt("coverage", () => coverage?.compiled()) ?? []) {
        channel.send({ kind: "compiled", path, text, ran }, true);
      }
      sayDone(parts, channel);
    }
    function sayDone(parts, channel) {
      const degraded = [...parts.degraded, ...parts.others?.describe() ?? []];
      channel.send({ kind: "done", dropped: channel.dropped(), degraded }, true);
      channel.flush();
    }
    module2.exports = { observeProcess };
  }
});

// src/agent/node/agent.cjs
var loaded = /* @__PURE__ */ Symbol.for("shadowgate.agent");
var { SHADOWGATE_AGENT_PLAN: planFile, SHADOWGATE_AGENT_SOCKET: socketPath } = process.env.SHADOWGATE_AGENT_PLAN === void 0 ? ofThread() : process.env;
if (planFile && socketPath && globalThis[loaded] !== true) {
  Object.defineProperty(globalThis, loaded, { value: true });
  try {
    const { observeProcess } = require_observe_process();
    observeProcess(planFile, socketPath);
  } catch {
  }
}
function ofThread() {
  return require_thread_environment().environmentOfParent() ?? {};
}
