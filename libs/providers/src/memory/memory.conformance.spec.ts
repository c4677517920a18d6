import { memoryHarness } from './memory.harness.js';
import { testProvider } from 'waypost/providers/testing';

testProvider(memoryHarness);
