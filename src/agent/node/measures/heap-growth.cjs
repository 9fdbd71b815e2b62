'use strict';

const v8 = require('node:v8');
const intrinsics = require('../intrinsics.cjs');

const { GCProfiler, getHeapStatistics } = v8;
const { start, stop } = GCProfiler?.prototype ?? {};

/**
 * Tells what an exchange allocates in all, for microseconds: what V8's heap grew by, and what its collections took meanwhile, which V8 counts before
 * and after each, in the same thread. What it allocates may thus be garbage by its end, and several collections may lie within it. After a full
 * collection V8 corrects what it holds as it sweeps, beside the program: a sum that came out below zero by this is told as null.
 */
function createGrowthMeter() {
  // Node 18.15 is the first that has it.
  if (start === undefined) throw new Error('this Node does not tell what a collection took');
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
    },
  };
}

module.exports = { createGrowthMeter };
