//! Choices: the variants from the fields that the pass `unions` had typed, and what tells them apart.

use serde_json::Value;

use crate::lower::rust_type;
use crate::model::{Union, UnionVariant};
use crate::naming;

/// The enum of a choice. Choices of one Rust type are one variant.
pub(super) fn union(node: &Value, union: &str, fields: &syn::FieldsNamed) -> Union {
    let tag = node.pointer("/x-union/tag").and_then(Value::as_str).map(str::to_owned);
    let choices = node.pointer("/x-union/choices").and_then(Value::as_array);
    let mut variants: Vec<UnionVariant> = Vec::new();
    for (index, choice) in choices.into_iter().flatten().enumerate() {
        let own = format!("choice{index}");
        let field = fields.named.iter().find(|f| f.ident.as_ref().is_some_and(|i| *i == own));
        let Some(ty) = field.map(|field| rust_type::tidy(&field.ty)) else { continue };
        let ty = rust_type::option_inner(&ty).cloned().unwrap_or(ty);
        let tags = choice.get("tags").and_then(Value::as_array).into_iter().flatten();
        let tags = tags.filter_map(|tag| tag.as_str().map(str::to_owned));
        if let Some(same) = variants.iter_mut().find(|variant| variant.ty == ty) {
            same.tags.extend(tags);
            continue;
        }
        let given = choice.get("name").and_then(Value::as_str);
        let base = given.map_or_else(|| name(&ty), naming::variant_name);
        // What was written in place is named after the choice that it stands in.
        let base = base.strip_prefix(union).filter(|own| naming::is_ident(own)).unwrap_or(&base);
        let base = naming::variant_name(base);
        let mut names =
            std::iter::once(base.clone()).chain((2_u32..).map(|number| format!("{base}{number}")));
        let is_free = |name: &String| variants.iter().all(|variant| variant.name != name.as_str());
        let name = names.find(is_free).unwrap_or(base);
        variants.push(UnionVariant { name: naming::ident(&name), ty, tags: tags.collect() });
    }
    Union { variants, tag }
}

/// What to call a variant that holds this: by its type, or in the words of JSON.
fn name(ty: &syn::Type) -> String {
    if let Some(inner) = rust_type::generic_inner(ty, "Box") {
        return name(inner);
    }
    if let Some(item) = rust_type::vec_inner(ty) {
        return format!("{}List", name(item));
    }
    if let Some(name) = rust_type::plain_name(ty) {
        return match name.as_str() {
            "String" => "String".to_owned(),
            "i64" | "u64" | "i128" => "Integer".to_owned(),
            "f64" => "Number".to_owned(),
            "bool" => "Boolean".to_owned(),
            name => naming::variant_name(name),
        };
    }
    let syn::Type::Path(path) = ty else { return "Other".to_owned() };
    match path.path.segments.last().map(|segment| segment.ident.to_string()).as_deref() {
        Some("BTreeMap" | "Map") => "Map".to_owned(),
        Some("Value") => "Any".to_owned(),
        _ => "Other".to_owned(),
    }
}
