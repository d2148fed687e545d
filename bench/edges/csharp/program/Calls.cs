using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

/** Prints the files of a repository, and every call and construction in them that the compiler knows: path, line, path of what is called (none outside and in the same file), its name, and where else it is written. */
class Calls {
  static string root = "";
  static readonly Dictionary<string, CSharpCompilation> compiled = new();
  static readonly List<MetadataReference> framework = Directory.GetFiles(AppContext.BaseDirectory, "*.dll")
    .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.") || name is "mscorlib.dll" or "netstandard.dll" or "Microsoft.CSharp.dll"))
    .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path)).ToList();

  static void Main(string[] args) {
    root = args[0];
    var projects = FilesOf(".csproj").Select(path => new Project(path, root)).ToDictionary(project => project.Path);
    var sources = projects.Values.ToDictionary(project => project, _ => new List<string>());
    var rest = new List<string>();
    foreach (var path in FilesOf(".cs")) {
      var own = projects.Values.Where(project => path.StartsWith(project.Folder + "/")).OrderByDescending(project => project.Folder.Length).FirstOrDefault();
      (own == null ? rest : sources[own]).Add(path);
    }
    foreach (var project in projects.Values) Compile(project, projects, sources, new HashSet<string>());
    if (projects.Count == 0) compiled[""] = Create("rest", rest, new[] { "DEBUG", "NET", "NETCOREAPP" }, "", framework);
    var lines = new HashSet<string>();
    foreach (var compilation in compiled.Values)
      foreach (var tree in compilation.SyntaxTrees) if (tree.FilePath.StartsWith(root)) Print(compilation.GetSemanticModel(tree), tree, lines);
    var text = new StringBuilder();
    foreach (var line in lines) text.Append(line).Append('\n');
    Console.Out.Write(text);
  }

  static IEnumerable<string> FilesOf(string end) =>
    Directory.GetFiles(root, "*" + end, new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
      .Where(path => !path.Contains("/.git/") && !path.Contains("/obj/") && !path.Contains("/bin/")).OrderBy(path => path, StringComparer.Ordinal);

  static CSharpCompilation? Compile(Project project, Dictionary<string, Project> projects, Dictionary<Project, List<string>> sources, HashSet<string> open) {
    if (compiled.TryGetValue(project.Path, out var known)) return known;
    if (!open.Add(project.Path)) return null;
    var references = new HashSet<CSharpCompilation>();
    foreach (var path in project.References) {
      if (!projects.TryGetValue(path, out var other) || Compile(other, projects, sources, open) is not { } compilation) continue;
      references.Add(compilation);
      // What is referred to by what is referred to is, too.
      references.UnionWith(compilation.References.OfType<CompilationReference>().Select(each => (CSharpCompilation)each.Compilation));
    }
    var friends = string.Concat(projects.Values.Select(each => $"\n[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{each.Name}\")]"));
    return compiled[project.Path] = Create(project.Name, sources[project].Concat(project.Linked).Distinct(), project.Symbols, project.Usings + friends, framework.Concat(references.Select(each => each.ToMetadataReference())));
  }

  static CSharpCompilation Create(string name, IEnumerable<string> paths, IEnumerable<string> symbols, string usings, IEnumerable<MetadataReference> references) {
    var options = new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.None, preprocessorSymbols: symbols);
    var trees = paths.Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), options, path)).ToList();
    trees.Add(CSharpSyntaxTree.ParseText(usings, options, ""));
    var kind = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);
    return CSharpCompilation.Create(name, trees, references, kind);
  }

  static void Print(SemanticModel model, SyntaxTree tree, HashSet<string> lines) {
    var from = Path.GetRelativePath(root, tree.FilePath);
    lines.Add(from);
    foreach (var node in tree.GetRoot().DescendantNodes()) {
      var (symbol, at) = node switch {
        InvocationExpressionSyntax call => (Called(model, call), call.Expression.GetLastToken()),
        BaseObjectCreationExpressionSyntax made => ((ISymbol?)model.GetTypeInfo(made).Type?.OriginalDefinition, made.GetFirstToken()),
        _ => (null, default),
      };
      if (symbol == null || symbol.Kind is SymbolKind.ErrorType or SymbolKind.TypeParameter || symbol.Name == "") continue;
      var line = at.GetLocation().GetLineSpan().EndLinePosition.Line + 1;
      var places = symbol.DeclaringSyntaxReferences.Select(each => Path.GetRelativePath(root, each.SyntaxTree.FilePath)).Distinct().ToList();
      if (symbol is IMethodSymbol { PartialImplementationPart: { } part }) places.AddRange(part.DeclaringSyntaxReferences.Select(each => Path.GetRelativePath(root, each.SyntaxTree.FilePath)));
      var isElsewhere = places.Count > 0 && !places.Contains(from);
      var others = isElsewhere ? places.Skip(1) : places.Where(place => place != from);
      lines.Add($"{from}\t{line}\t{(isElsewhere ? places[0] : "")}\t{symbol.Name}\t{string.Join(';', others)}");
    }
  }

  /** The method; of an extension the one that is written, and of a call of a delegate the property that holds it. */
  static ISymbol? Called(SemanticModel model, InvocationExpressionSyntax call) {
    if (model.GetSymbolInfo(call).Symbol is not IMethodSymbol method) return null;
    if (method.MethodKind == MethodKind.DelegateInvoke && call.Expression is not MemberAccessExpressionSyntax { Name.Identifier.Text: "Invoke" } and not MemberBindingExpressionSyntax { Name.Identifier.Text: "Invoke" })
      return model.GetSymbolInfo(call.Expression).Symbol?.OriginalDefinition is IPropertySymbol property ? property : null;
    return (method.ReducedFrom ?? method).OriginalDefinition;
  }
}
