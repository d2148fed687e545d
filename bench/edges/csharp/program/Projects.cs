using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;

/** What a project file and those around it say, as far as it can be told without MSBuild: conditions count where they name the framework. */
class Project {
  static readonly string[] Implicit = { "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks" };
  readonly Dictionary<string, string> properties = new(StringComparer.OrdinalIgnoreCase);
  readonly List<(XElement Item, string Folder)> items = new();
  readonly HashSet<string> read = new();
  public readonly string Path;
  public string Folder => System.IO.Path.GetDirectoryName(Path)!;
  public string Name => properties.TryGetValue("AssemblyName", out var name) && !name.Contains('$') ? name : System.IO.Path.GetFileNameWithoutExtension(Path);

  public Project(string path, string root) {
    Path = path;
    properties["MSBuildProjectName"] = System.IO.Path.GetFileNameWithoutExtension(path);
    properties["MSBuildProjectDirectory"] = Folder;
    properties["TargetFramework"] = FrameworkOf(path);
    var around = new List<string>();
    for (var folder = Folder; folder.StartsWith(root); folder = System.IO.Path.GetDirectoryName(folder)!) around.Add(folder);
    foreach (var folder in Enumerable.Reverse(around)) Read(System.IO.Path.Combine(folder, "Directory.Build.props"));
    Read(path);
    foreach (var folder in Enumerable.Reverse(around)) Read(System.IO.Path.Combine(folder, "Directory.Build.targets"));
  }

  /** The newest of .NET that the project is built for. */
  static string FrameworkOf(string path) {
    var named = Regex.Matches(File.ReadAllText(path), @"net(\d+)\.0\b").Select(found => int.Parse(found.Groups[1].Value)).ToList();
    return named.Count == 0 ? "net8.0" : $"net{named.Max()}.0";
  }

  void Read(string path) {
    path = System.IO.Path.GetFullPath(path);
    if (!File.Exists(path) || !read.Add(path)) return;
    var folder = System.IO.Path.GetDirectoryName(path)! + "/";
    XElement top;
    try { top = XElement.Parse(File.ReadAllText(path)); } catch (System.Xml.XmlException) { return; }
    foreach (var element in top.Descendants()) {
      var name = element.Name.LocalName;
      if (!Holds(element) || !Holds(element.Parent!)) continue;
      if (name == "Import" && element.Attribute("Project") is { } import) Read(System.IO.Path.Combine(folder, Filled(import.Value, folder)));
      else if (element.Parent!.Name.LocalName == "PropertyGroup") properties[name] = Filled(element.Value.Trim(), folder);
      else if (element.Parent!.Name.LocalName == "ItemGroup") items.Add((element, folder));
    }
  }

  bool Holds(XElement element) {
    var condition = element.Attribute("Condition")?.Value ?? "";
    var named = Regex.Match(condition, @"^\s*'\$\(TargetFramework\)'\s*(==|!=)\s*'([^']*)'\s*$");
    return !named.Success || (named.Groups[1].Value == "==") == (named.Groups[2].Value == properties["TargetFramework"]);
  }

  string Filled(string text, string folder) =>
    Regex.Replace(text, @"\$\((\w+)\)", found =>
      found.Groups[1].Value.Equals("MSBuildThisFileDirectory", StringComparison.OrdinalIgnoreCase) ? folder
      : properties.TryGetValue(found.Groups[1].Value, out var value) ? value : "").Replace('\\', '/');

  IEnumerable<string> Items(string kind, string attribute) =>
    from each in items
    where each.Item.Name.LocalName == kind && each.Item.Attribute(attribute) != null
    from part in Filled(each.Item.Attribute(attribute)!.Value, each.Folder).Split(';')
    where part.Trim() != ""
    select System.IO.Path.IsPathRooted(part.Trim()) || kind == "Using" ? part.Trim() : System.IO.Path.Combine(Folder, part.Trim());

  public IEnumerable<string> References => Items("ProjectReference", "Include").Select(System.IO.Path.GetFullPath);

  /** Files of other folders that are compiled with it. */
  public IEnumerable<string> Linked => Items("Compile", "Include").Where(path => !path.Contains('*')).Select(System.IO.Path.GetFullPath).Where(File.Exists);

  public IEnumerable<string> Symbols {
    get {
      var framework = int.Parse(Regex.Match(properties["TargetFramework"], @"\d+").Value);
      var own = properties.TryGetValue("DefineConstants", out var said) ? said.Split(';', ',').Select(each => each.Trim()) : Array.Empty<string>();
      return own.Concat(Enumerable.Range(5, Math.Max(framework - 4, 0)).Select(each => $"NET{each}_0_OR_GREATER"))
        .Concat(new[] { "1_0", "1_1", "2_0", "2_1", "2_2", "3_0", "3_1" }.Select(each => $"NETCOREAPP{each}_OR_GREATER"))
        .Concat(new[] { "NET", "NETCOREAPP", $"NET{framework}_0", "DEBUG", "TRACE" })
        .Where(each => Regex.IsMatch(each, @"^\w+$"));
    }
  }

  /** What the SDK and the project have every file use. */
  public string Usings {
    get {
      var isImplicit = properties.TryGetValue("ImplicitUsings", out var said) && Regex.IsMatch(said, "^(enable|true)$", RegexOptions.IgnoreCase);
      var names = (isImplicit ? Implicit : Array.Empty<string>()).Except(Items("Using", "Remove")).ToHashSet();
      var lines = names.Select(name => $"global using global::{name};").ToList();
      foreach (var (item, folder) in items.Where(each => each.Item.Name.LocalName == "Using" && each.Item.Attribute("Include") != null)) {
        var name = Filled(item.Attribute("Include")!.Value, folder).Trim();
        var alias = item.Attribute("Alias")?.Value;
        if (names.Add($"{alias} {name}")) lines.Add($"global using {(item.Attribute("Static")?.Value.ToLower() == "true" ? "static " : "")}{(alias == null ? "" : $"{alias} = ")}global::{name};");
      }
      return string.Join("\n", lines);
    }
  }
}
