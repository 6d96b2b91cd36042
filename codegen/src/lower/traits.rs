//! What follows from how types hold each other: which can be compared and hashed, which hold
//! something sensitive, which stand in answers, and which a caller has to build.

use std::collections::{HashMap, HashSet};

use proc_macro2::Ident;
use quote::ToTokens;

use crate::model::{Answer, Content, Operation, Type, TypeKind};

/// Marks every type.
pub(super) fn mark(types: &mut [Type], operations: &mut [Operation], error_body: Option<&Ident>) {
    let holds: HashMap<String, Vec<String>> =
        types.iter().map(|ty| (ty.name.to_string(), parts(ty))).collect();
    for ty in types.iter_mut() {
        ty.is_eq = !reach(&holds, vec![ty.name.to_string()])
            .iter()
            .filter_map(|name| holds.get(name))
            .flatten()
            .any(|part| part == "f64" || part == "f32");
    }
    let secret: HashSet<String> = types
        .iter()
        .filter(|ty| match &ty.kind {
            TypeKind::Struct(of) => of.fields.iter().any(|field| field.sensitive),
            _ => false,
        })
        .map(|ty| ty.name.to_string())
        .collect();
    let holds_secret = |roots: Vec<String>| !reach(&holds, roots).is_disjoint(&secret);
    for ty in types.iter_mut() {
        ty.is_sensitive = holds_secret(vec![ty.name.to_string()]);
    }
    for operation in operations.iter_mut() {
        operation.sensitive = match &operation.answer {
            Answer::Json(ty) => holds_secret(names(ty)),
            Answer::OneOf(of) => holds_secret(of.types().flat_map(names).collect()),
            Answer::Bytes | Answer::Nothing | Answer::Redirect => false,
        };
    }
    let answers = operations.iter().map(|operation| match &operation.answer {
        Answer::Json(ty) => names(ty),
        Answer::OneOf(of) => of.types().flat_map(names).collect(),
        Answer::Bytes | Answer::Nothing | Answer::Redirect => Vec::new(),
    });
    // A choice is made by what of a value a variant does not list.
    let chosen = types.iter().filter(|ty| matches!(ty.kind, TypeKind::Union(_)));
    let roots = answers
        .flatten()
        .chain(error_body.map(ToString::to_string))
        .chain(chosen.map(|ty| ty.name.to_string()))
        .collect();
    let answered = reach(&holds, roots);
    let bodies = operations.iter().filter_map(|operation| operation.body.as_ref());
    let contents = operations.iter().filter_map(|operation| operation.content.as_ref());
    let arguments = operations.iter().flat_map(|operation| &operation.arguments);
    let roots = bodies
        .map(|body| &body.ty)
        .chain(contents.flat_map(Content::types))
        .chain(arguments.map(|argument| &argument.ty));
    let roots = roots.flat_map(names).collect();
    let needed = reach(&holds, roots);
    for ty in types.iter_mut() {
        ty.in_requests = needed.contains(&ty.name.to_string());
        ty.in_answers = answered.contains(&ty.name.to_string());
    }
}

/// Every name that can be reached from these.
fn reach(holds: &HashMap<String, Vec<String>>, from: Vec<String>) -> HashSet<String> {
    let mut found = HashSet::new();
    let mut open = from;
    while let Some(name) = open.pop() {
        if let Some(parts) = holds.get(&name)
            && found.insert(name)
        {
            open.extend(parts.iter().cloned());
        }
    }
    found
}

/// The names in the types that a type is made of.
fn parts(ty: &Type) -> Vec<String> {
    match &ty.kind {
        TypeKind::Struct(of) => of.fields.iter().flat_map(|field| names(&field.ty)).collect(),
        TypeKind::Union(of) => of.variants.iter().flat_map(|variant| names(&variant.ty)).collect(),
        TypeKind::Wrapper(inner, _) => names(inner),
        TypeKind::Text(_) | TypeKind::OpenEnum(_) | TypeKind::Numbers(_) => Vec::new(),
    }
}

fn names(ty: &syn::Type) -> Vec<String> {
    ty.to_token_stream()
        .to_string()
        .split(|character: char| !(character.is_alphanumeric() || character == '_'))
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}
