// Lets the Roslyn it is bundled with compile the C# files of a folder and runs what comes out with the other arguments. Mono’s compiler has to take it, and that stumbles over
// overloads with spans.
using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

class Boot {
  static int Main(string[] args) {
    var references = new List<MetadataReference>();
    foreach (var path in Directory.GetFiles(AppContext.BaseDirectory, "*.dll")) {
      var name = new FileInfo(path).Name;
      if (name.StartsWith("System.") || name.StartsWith("Microsoft.CodeAnalysis") || name == "mscorlib.dll" || name == "netstandard.dll")
        references.Add(MetadataReference.CreateFromFile(path));
    }
    var trees = new List<SyntaxTree>();
    foreach (var path in Directory.GetFiles(args[0], "*.cs")) trees.Add(CSharpSyntaxTree.ParseText(new StreamReader(path).ReadToEnd()));
    var program = new MemoryStream();
    var result = CSharpCompilation.Create("program", trees, references, new CSharpCompilationOptions(OutputKind.ConsoleApplication)).Emit(program);
    if (!result.Success) throw new Exception(result.Diagnostics[0].ToString());
    var rest = new string[args.Length - 1];
    Array.Copy(args, 1, rest, 0, rest.Length);
    Assembly.Load(program.ToArray()).EntryPoint.Invoke(null, new object[] { rest });
    return 0;
  }
}
