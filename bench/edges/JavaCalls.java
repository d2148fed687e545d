import com.sun.source.tree.*;
import com.sun.source.util.*;
import java.nio.file.*;
import java.util.*;
import javax.lang.model.element.*;
import javax.tools.*;

/** Prints the files of a repository, and every call and construction that leads from one of them to another: path, line, path of what is called, its name. */
public class JavaCalls {
  public static void main(String[] args) throws Exception {
    Path root = Path.of(args[0]).toRealPath();
    List<Path> paths = new ArrayList<>();
    try (var walk = Files.walk(root)) {
      walk.filter(p -> p.toString().endsWith(".java") && !p.toString().contains("/.git/") && !p.getFileName().toString().matches("(module|package)-info.java")).forEach(paths::add);
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
    JavacTask task = (JavacTask) compiler.getTask(null, files, d -> {}, List.of("-proc:none", "-Xmaxerrs", "100000"), null, files.getJavaFileObjectsFromPaths(paths));
    List<CompilationUnitTree> units = new ArrayList<>();
    for (CompilationUnitTree unit : task.parse()) units.add(unit);
    try { task.analyze(); } catch (Throwable error) { System.err.println(error); }
    Trees trees = Trees.instance(task);
    Set<String> seen = new LinkedHashSet<>();
    for (CompilationUnitTree unit : units) {
      String from = root.relativize(Path.of(unit.getSourceFile().toUri())).toString();
      seen.add(from);
      LineMap lines = unit.getLineMap();
      new TreePathScanner<Void, Void>() {
        void add(Tree at, long position) {
          Element element = trees.getElement(new TreePath(getCurrentPath(), at));
          if (element == null) return;
          TreePath target = trees.getPath(element);
          String name = element.getSimpleName().toString();
          if (target == null || name.isEmpty() || name.equals("<init>")) return;
          String to = root.relativize(Path.of(target.getCompilationUnit().getSourceFile().toUri())).toString();
          if (!to.equals(from)) seen.add(from + "\t" + lines.getLineNumber(position) + "\t" + to + "\t" + name);
        }
        @Override public Void visitMethodInvocation(MethodInvocationTree node, Void nothing) {
          long end = trees.getSourcePositions().getEndPosition(unit, node.getMethodSelect());
          add(node.getMethodSelect(), end < 0 ? trees.getSourcePositions().getStartPosition(unit, node) : end - 1);
          return super.visitMethodInvocation(node, nothing);
        }
        @Override public Void visitNewClass(NewClassTree node, Void nothing) {
          ExpressionTree type = node.getIdentifier();
          add(type instanceof ParameterizedTypeTree generic ? generic.getType() : type, trees.getSourcePositions().getStartPosition(unit, node));
          return super.visitNewClass(node, nothing);
        }
      }.scan(unit, null);
    }
    for (String line : seen) System.out.println(line);
  }
}
