// Prints the files of a module, and every call of a function or method of it and every literal of a type of it from one of its files to another: path, line,
// path of what is called, its name.
package main

import (
	"fmt"
	"go/ast"
	"go/types"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/packages"
)

func main() {
	root, _ := filepath.EvalSymlinks(os.Args[1])
	config := &packages.Config{Mode: packages.NeedName | packages.NeedFiles | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedImports | packages.NeedDeps, Dir: root, Tests: true}
	found, err := packages.Load(config, "./...")
	if err != nil {
		panic(err)
	}
	seen := map[string]bool{}
	for _, each := range found {
		for _, file := range each.Syntax {
			if path := each.Fset.Position(file.Pos()).Filename; strings.HasPrefix(path, root) && !seen[path] {
				seen[path] = true
				source, _ := filepath.Rel(root, path)
				fmt.Println(source)
			}
			ast.Inspect(file, func(node ast.Node) bool {
				var function ast.Expr
				if call, ok := node.(*ast.CallExpr); ok {
					function = ast.Unparen(call.Fun)
				} else if literal, ok := node.(*ast.CompositeLit); ok && literal.Type != nil {
					function = literal.Type
				} else {
					return true
				}
				if index, ok := function.(*ast.IndexExpr); ok {
					function = index.X
				}
				var name *ast.Ident
				switch callee := function.(type) {
				case *ast.Ident:
					name = callee
				case *ast.SelectorExpr:
					name = callee.Sel
				default:
					return true
				}
				object := each.TypesInfo.Uses[name]
				switch found := object.(type) {
				case *types.Func:
					object = found.Origin()
				case *types.TypeName:
					if _, ok := node.(*ast.CompositeLit); !ok {
						return true
					}
				default:
					return true
				}
				from, to := each.Fset.Position(name.Pos()), each.Fset.Position(object.Pos())
				if !strings.HasPrefix(to.Filename, root) || !strings.HasPrefix(from.Filename, root) || to.Filename == from.Filename {
					return true
				}
				source, _ := filepath.Rel(root, from.Filename)
				target, _ := filepath.Rel(root, to.Filename)
				line := fmt.Sprintf("%s\t%d\t%s\t%s", source, from.Line, target, object.Name())
				if !seen[line] {
					seen[line] = true
					fmt.Println(line)
				}
				return true
			})
		}
	}
}
