export { MINILM, type ModelFile, type ModelFiles, readModelFile } from './model-minilm.ts';
