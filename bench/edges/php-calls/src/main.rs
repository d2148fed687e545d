//! Prints the files of a repository, and every call and construction in them of which Mago knows where it leads: path, line, path of what is called (empty where
//! that is the same file, or none of the repository), its name. Where it may be one of several things, the path is empty and their paths follow the name. The
//! second and further folders are read, too, and nothing of them is printed.
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use bumpalo::Bump;
use foldhash::HashSet;
use mago_analyzer::{
    Analyzer, analysis_result::AnalysisResult, artifacts::AnalysisArtifacts, plugin::PluginRegistry, settings::Settings,
};
use mago_codex::metadata::CodebaseMetadata;
use mago_codex::populator::populate_codebase;
use mago_codex::scanner::scan_program;
use mago_codex::ttype::atomic::{TAtomic, object::TObject};
use mago_codex::ttype::union::TUnion;
use mago_database::file::{File, FileId, FileType};
use mago_names::{ResolvedNames, resolver::NameResolver};
use mago_prelude::Prelude;
use mago_span::{HasSpan, Span};
use mago_syntax::ast::{
    AnonymousClass,     ClassLikeMemberSelector, Expression, FunctionCall, FunctionPartialApplication, Instantiation, MethodCall,
    MethodPartialApplication, NullSafeMethodCall, StaticMethodCall, StaticMethodPartialApplication,
};
use mago_syntax::parser::parse_file;
use mago_syntax::walker::Walker;
use mago_word::WordSet;

/// Where something is written, and what it is called there.
type Target = (Option<FileId>, String);

struct Calls<'a> {
    file: &'a File,
    names: &'a ResolvedNames<'a>,
    codebase: &'a CodebaseMetadata,
    artifacts: &'a AnalysisArtifacts,
    own: &'a dyn Fn(FileId) -> Option<String>,
}

#[derive(Default)]
struct Seen {
    /// Classes around the current place.
    classes: Vec<Option<String>>,
    lines: BTreeSet<String>,
    /// Lines and names of calls of which it is not known where they lead.
    unknown: BTreeSet<(u32, String)>,
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

impl Calls<'_> {
    fn print(&self, at: Span, targets: BTreeSet<Target>, seen: &mut Seen) {
        let line = self.file.line_number(at.start.offset) + 1;
        let from = text(&self.file.name);
        let place = |(id, _): &Target| id.and_then(self.own).filter(|path| *path != from);
        let Some(first) = targets.first() else { return };
        if targets.len() == 1 {
            seen.lines.insert(format!("{from}\t{line}\t{}\t{}\t", place(first).unwrap_or_default(), first.1));
            return;
        }
        let places: BTreeSet<String> = targets.iter().filter_map(place).collect();
        let others: Vec<String> = places.into_iter().collect();
        seen.lines.insert(format!("{from}\t{line}\t\t{}\t{}", first.1, others.join(";")));
    }

    fn method_of(&self, class: &str, name: &str) -> Option<Target> {
        let class_like = self.codebase.get_class_like(class.as_bytes())?;
        let Some(declaring) = self.codebase.get_declaring_method_class(class.as_bytes(), name.as_bytes()) else {
            let inherited = class_like.all_parent_interfaces.iter().chain(class_like.all_parent_classes.iter());
            return inherited.into_iter().find_map(|base| {
                self.codebase.get_declaring_method_class(base.as_bytes(), name.as_bytes())?;
                self.method_of(&text(base.as_bytes()), name)
            });
        };
        let method = self.codebase.get_declaring_method(class.as_bytes(), name.as_bytes())?;
        // What a comment announces is written nowhere.
        let owner = self.codebase.get_class_like(declaring.as_bytes())?;
        let lower = mago_word::ascii_lowercase_word(name.as_bytes());
        if owner.pseudo_methods.contains(&lower) || owner.static_pseudo_methods.contains(&lower) {
            return None;
        }
        Some((Some(method.span.file_id), text(method.original_name.as_bytes())))
    }

    /// The methods that a value of a type may be asked for; none where that is not known of all that it may be.
    fn methods(&self, union: &TUnion, name: &str) -> Option<BTreeSet<Target>> {
        let mut found = BTreeSet::new();
        for atomic in union.types.iter() {
            match atomic {
                TAtomic::Null | TAtomic::Void | TAtomic::Never => continue,
                TAtomic::GenericParameter(parameter) => {
                    let among = parameter.intersection_types.as_deref().unwrap_or_default();
                    match among.iter().find_map(|each| self.method_of_atomic(each, name)) {
                        Some(target) => found.insert(target),
                        None => {
                            found.extend(self.methods(&parameter.constraint, name)?);
                            true
                        }
                    };
                }
                other => {
                    found.insert(self.method_of_atomic(other, name)?);
                }
            }
        }
        Some(found)
    }

    fn method_of_atomic(&self, atomic: &TAtomic, name: &str) -> Option<Target> {
        let TAtomic::Object(object) = atomic else { return None };
        let class = match object {
            TObject::Named(named) => Some(named.name),
            TObject::Enum(each) => Some(each.name),
            _ => None,
        };
        let own = class.and_then(|class| self.method_of(&text(class.as_bytes()), name));
        own.or_else(|| {
            let among = object.get_intersection_types().unwrap_or_default();
            among.iter().find_map(|each| self.method_of_atomic(each, name))
        })
    }

    fn method_call(&self, object: &Expression<'_>, selector: &ClassLikeMemberSelector<'_>, seen: &mut Seen) {
        let ClassLikeMemberSelector::Identifier(name) = selector else { return };
        let union = self.artifacts.get_expression_type(object);
        match union.and_then(|union| self.methods(union, &text(name.value))) {
            Some(targets) => self.print(name.span, targets, seen),
            None => {
                seen.unknown.insert((self.file.line_number(name.span.start.offset) + 1, text(name.value)));
            }
        }
    }

    fn class_of(&self, class: &Expression<'_>, seen: &Seen) -> Option<String> {
        let around = seen.classes.last().cloned().flatten();
        match class {
            Expression::Identifier(identifier) => self.names.resolve(&identifier.span().start).map(text),
            Expression::Self_(_) | Expression::Static(_) => around,
            Expression::Parent(_) => {
                let class = self.codebase.get_class_like(around?.as_bytes())?;
                class.direct_parent_class.map(|name| text(name.as_bytes()))
            }
            _ => None,
        }
    }

    fn static_call(&self, class: &Expression<'_>, selector: &ClassLikeMemberSelector<'_>, seen: &mut Seen) {
        let ClassLikeMemberSelector::Identifier(name) = selector else { return };
        let Some(class) = self.class_of(class, seen) else { return };
        if let Some(target) = self.method_of(&class, &text(name.value)) {
            self.print(name.span, BTreeSet::from([target]), seen);
        }
    }

    fn function_call(&self, function: &Expression<'_>, seen: &mut Seen) {
        let Expression::Identifier(identifier) = function else { return };
        let Some(name) = self.names.resolve(&identifier.span().start) else { return };
        let local = name.rsplit(|byte| *byte == b'\\').next().unwrap_or(name);
        let own = self.codebase.get_function(name);
        if let Some(found) = own.or_else(|| self.codebase.get_function(local)) {
            let target = (Some(found.span.file_id), last_of(&text(found.original_name.as_bytes())));
            self.print(identifier.span(), BTreeSet::from([target]), seen);
        }
    }

    fn construction(&self, new: &Instantiation<'_>, seen: &mut Seen) {
        let Expression::Identifier(identifier) = new.class else { return };
        let Some(name) = self.class_of(new.class, seen) else { return };
        if let Some(class) = self.codebase.get_class_like(name.as_bytes()) {
            let target = (Some(class.span.file_id), last_of(&text(class.original_name.as_bytes())));
            self.print(identifier.span(), BTreeSet::from([target]), seen);
        }
    }
}

/// The last part of a name.
fn last_of(name: &str) -> String {
    name.rsplit('\\').next().unwrap_or(name).to_owned()
}

/// What is met on a walk through a file.
struct Walk<'a> {
    calls: Calls<'a>,
    seen: Seen,
}

struct CallWalker;

/// Keeps the types that are around.
macro_rules! around {
    ($($kind:ident: $enter:ident $leave:ident),*) => {$(
        fn $enter(&self, node: &'ast mago_syntax::ast::$kind<'arena>, walk: &mut Walk<'a>) {
            walk.seen.classes.push(walk.calls.names.resolve(&node.name.span.start).map(text));
        }
        fn $leave(&self, _: &'ast mago_syntax::ast::$kind<'arena>, walk: &mut Walk<'a>) {
            walk.seen.classes.pop();
        }
    )*};
}

impl<'a, 'ast, 'arena> Walker<'ast, 'arena, Walk<'a>> for CallWalker {
    around!(
        Class: walk_in_class walk_out_class,
        Trait: walk_in_trait walk_out_trait,
        Interface: walk_in_interface walk_out_interface,
        Enum: walk_in_enum walk_out_enum
    );

    fn walk_in_anonymous_class(&self, class: &'ast AnonymousClass<'arena>, walk: &mut Walk<'a>) {
        let found = walk.calls.codebase.get_anonymous_class(walk.calls.file, class.span());
        walk.seen.classes.push(found.map(|found| text(found.name.as_bytes())));
    }
    fn walk_out_anonymous_class(&self, _: &'ast AnonymousClass<'arena>, walk: &mut Walk<'a>) {
        walk.seen.classes.pop();
    }
    fn walk_in_function_call(&self, call: &'ast FunctionCall<'arena>, walk: &mut Walk<'a>) {
        walk.calls.function_call(call.function, &mut walk.seen);
    }
    fn walk_in_function_partial_application(&self, call: &'ast FunctionPartialApplication<'arena>, walk: &mut Walk<'a>) {
        walk.calls.function_call(call.function, &mut walk.seen);
    }
    fn walk_in_method_call(&self, call: &'ast MethodCall<'arena>, walk: &mut Walk<'a>) {
        walk.calls.method_call(call.object, &call.method, &mut walk.seen);
    }
    fn walk_in_null_safe_method_call(&self, call: &'ast NullSafeMethodCall<'arena>, walk: &mut Walk<'a>) {
        walk.calls.method_call(call.object, &call.method, &mut walk.seen);
    }
    fn walk_in_method_partial_application(&self, call: &'ast MethodPartialApplication<'arena>, walk: &mut Walk<'a>) {
        walk.calls.method_call(call.object, &call.method, &mut walk.seen);
    }
    fn walk_in_static_method_call(&self, call: &'ast StaticMethodCall<'arena>, walk: &mut Walk<'a>) {
        walk.calls.static_call(call.class, &call.method, &mut walk.seen);
    }
    fn walk_in_static_method_partial_application(&self, call: &'ast StaticMethodPartialApplication<'arena>, walk: &mut Walk<'a>) {
        walk.calls.static_call(call.class, &call.method, &mut walk.seen);
    }
    fn walk_in_instantiation(&self, new: &'ast Instantiation<'arena>, walk: &mut Walk<'a>) {
        walk.calls.construction(new, &mut walk.seen);
    }
}

fn list(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let Ok(kind) = entry.file_type() else { continue };
        let path = entry.path();
        if kind.is_dir() && !path.ends_with(".git") && !path.ends_with("vendor") {
            list(&path, found);
        } else if kind.is_file() && path.extension().is_some_and(|extension| extension == "php") {
            found.push(path);
        }
    }
}

/// Expressions lie deep within one another.
const STACK: usize = 1 << 30;

fn main() {
    let run = std::thread::Builder::new().stack_size(STACK).spawn(print_calls);
    run.expect("a thread").join().expect("no panic");
}

fn print_calls() {
    let roots: Vec<String> = std::env::args().skip(1).collect();
    let Prelude { metadata: mut codebase, mut symbol_references, .. } = Prelude::build();
    let settings = || Settings {
        analyze_dead_code: true,
        find_unused_expressions: false,
        find_unused_definitions: false,
        ..Settings::default()
    };
    let mut files = Vec::new();
    for (index, root) in roots.iter().enumerate() {
        let mut paths = Vec::new();
        list(Path::new(root), &mut paths);
        for path in paths {
            let Ok(contents) = std::fs::read(&path) else { continue };
            let name = if index == 0 { path.strip_prefix(root).unwrap_or(&path) } else { &path };
            let kind = if index == 0 { FileType::Host } else { FileType::Vendored };
            let name = name.to_string_lossy().into_owned().into_bytes();
            files.push((index == 0, File::new(Cow::Owned(name), kind, Some(path.clone()), Cow::Owned(contents))));
        }
    }
    files.sort_by(|one, other| one.1.name.cmp(&other.1.name));
    for (_, file) in &files {
        let arena = Bump::new();
        let program = parse_file(&arena, file);
        let names = NameResolver::new(&arena).resolve(program);
        codebase.extend(scan_program(&arena, file, program, &names, settings().version));
    }
    populate_codebase(&mut codebase, &mut symbol_references, WordSet::default(), HashSet::default());
    let paths: std::collections::HashMap<FileId, String> =
        files.iter().filter(|(own, _)| *own).map(|(_, file)| (file.id, text(&file.name))).collect();
    let plugins = PluginRegistry::with_library_providers();
    for (_, file) in files.iter().filter(|(own, _)| *own) {
        let arena = Bump::new();
        let program = parse_file(&arena, file);
        if program.has_errors() {
            continue;
        }
        let names = NameResolver::new(&arena).resolve(program);
        let mut result = AnalysisResult::new(symbol_references.clone());
        let analyzer = Analyzer::new(&arena, file, &names, &codebase, &plugins, settings());
        let Ok(artifacts) = analyzer.analyze_with_artifacts(program, &mut result) else { continue };
        let own = |id: FileId| paths.get(&id).cloned();
        let calls = Calls { file, names: &names, codebase: &codebase, artifacts: &artifacts, own: &own };
        let mut walk = Walk { calls, seen: Seen::default() };
        CallWalker.walk_program(program, &mut walk);
        println!("{}", text(&file.name));
        for line in walk.seen.lines {
            let parts: Vec<&str> = line.split('\t').collect();
            let place = (parts[1].parse().unwrap_or_default(), parts[3].to_owned());
            // Of two calls of a name in one line it is not known which is meant.
            if !parts[2].is_empty() || !walk.seen.unknown.contains(&place) {
                println!("{line}");
            }
        }
    }
}
