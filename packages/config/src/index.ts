export { CONFIG_FILE, type Config, configJsonSchema, configSchema, defaultConfig } from './config.ts';
export { configTemplate } from './config-template.ts';
export { ConfigError, type FileProblem, fileProblems, loadConfig, parseConfig } from './load-config.ts';
export { type ParsedYaml, parseYaml, type TextPlace, type YamlProblem } from './parse-yaml.ts';
