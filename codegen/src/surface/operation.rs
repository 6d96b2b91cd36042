//! An operation: what a caller passes in, and what the call does.

use proc_macro2::Ident;

use super::bounds::bounds;
use super::locate::Locate;
use super::text::{of_type, shown};
use super::{Body, Bound, Failure, Input, Operation, Outcome, Paging, about};
use crate::diagnostic::Place;
use crate::model::{
    self, Answer, Argument, BodyForm, Content, Field, Form, FormEncoding, FormField, FormValue,
    Limits, Location, Style,
};

pub(super) fn read(operation: &model::Operation, locate: Locate<'_>) -> Operation {
    let responses = operation.at.child("responses");
    let failures = operation.failures.iter().map(|(status, text)| Failure {
        status: status.clone(),
        text: text.clone(),
        place: locate.place(&responses.child(status)),
    });
    let outcomes = match &operation.answer {
        Answer::OneOf(of) => of.outcomes.as_slice(),
        _ => &[],
    };
    let outcomes = outcomes.iter().map(|outcome| Outcome {
        variant: outcome.variant.to_string(),
        statuses: outcome.statuses.clone(),
        place: match outcome.statuses.first() {
            Some(status) => locate.place(&responses.child(status)),
            None => locate.place(&responses),
        },
    });
    Operation {
        id: operation.id.clone(),
        method: operation.method.to_string(),
        request: operation.request.to_string(),
        http_method: operation.http_method.clone(),
        path: operation.path.clone(),
        inputs: inputs(operation, locate),
        body: body(operation),
        outcomes: outcomes.collect(),
        failures: failures.collect(),
        credentials: operation.credentials.iter().map(about::in_words).collect(),
        pending: operation.pending.clone(),
        repeatable: operation.repeatable,
        sensitive: operation.sensitive,
        paging: operation.paging.as_ref().map(|paging| paged(operation, paging, locate)),
        place: locate.place(&operation.at),
    }
}

/// How its list is walked through, by the names that are sent and read.
fn paged(operation: &model::Operation, paging: &model::Paging, locate: Locate<'_>) -> Paging {
    let model::Paging { size, offset, key_wire, largest, item, .. } = paging;
    let wire = |name: &Ident| {
        let argument = operation.arguments.iter().find(|argument| argument.name == *name);
        argument.map_or_else(|| name.to_string(), |argument| argument.wire.clone())
    };
    Paging {
        size: wire(size),
        offset: wire(offset),
        key: key_wire.clone(),
        item: shown(item.as_ref()),
        largest: *largest,
        place: locate.place(&operation.at.child("x-paged")),
    }
}

/// What a caller passes in, in the order of the emitted method: parameters, then the body.
fn inputs(operation: &model::Operation, locate: Locate<'_>) -> Vec<Input> {
    let mut found = Inputs::default();
    for argument in &operation.arguments {
        found.parameter(argument, locate, operation);
    }
    let at = &operation.at;
    if let Some(body) = &operation.body {
        match &body.form {
            BodyForm::Argument | BodyForm::Setter => {
                let is_argument = matches!(body.form, BodyForm::Argument);
                found.whole_body(is_argument, Vec::new(), locate.place(&at.child("requestBody")));
            }
            BodyForm::Fields { fields, .. } => {
                for (setter, field) in fields {
                    let place = locate.body_field(at, &field.wire);
                    found.spread(&setter.to_string(), field, of_type(&body.ty), place);
                }
            }
        }
    }
    let place = || locate.place(&at.child("requestBody"));
    match &operation.content {
        Some(Content::Form(form)) => {
            for field in &form.fields {
                found.form_field(field, locate.body_field(at, &field.wire));
            }
        }
        Some(Content::Text { required, limits, .. }) => {
            found.whole_body(*required, bounds(limits), place());
        }
        Some(Content::Bytes { required, .. }) => found.whole_body(*required, Vec::new(), place()),
        None => {}
    }
    for (rank, input) in found.all.iter_mut().enumerate() {
        input.rank = rank;
    }
    let (mut arguments, setters): (Vec<_>, Vec<_>) =
        found.all.into_iter().partition(|input| input.position.is_some());
    arguments.extend(setters);
    arguments
}

#[derive(Default)]
struct Inputs {
    all: Vec<Input>,
    positions: usize,
}

impl Inputs {
    fn parameter(&mut self, argument: &Argument, locate: Locate<'_>, operation: &model::Operation) {
        let within = match argument.location {
            Location::Path => "path",
            Location::Query => "query",
            Location::Header => "header",
            Location::Cookie => "cookie",
        };
        let position = self.position(argument.required);
        self.all.push(Input {
            name: argument.name.to_string(),
            wire: argument.wire.clone(),
            within,
            position,
            rank: 0,
            written: written(argument),
            bounds: bounds(&argument.limits),
            default: argument.default.clone().filter(|_| !argument.required),
            deprecated: argument.deprecated,
            owner: None,
            place: locate.parameter(&operation.at, &argument.wire, within),
        });
    }

    fn whole_body(&mut self, is_argument: bool, bounds: Vec<Bound>, place: Place) {
        let position = self.position(is_argument);
        self.all.push(Input { position, bounds, ..input("body", "", "body", place) });
    }

    /// A field of a body all of which are setters. What bounds it is said of its type.
    fn spread(&mut self, setter: &str, field: &Field, owner: String, place: Place) {
        let (deprecated, owner) = (field.deprecated, Some(owner));
        self.all.push(Input { deprecated, owner, ..input(setter, &field.wire, "body", place) });
    }

    fn form_field(&mut self, field: &FormField, place: Place) {
        let (written, limits) = match &field.value {
            FormValue::Text { media_type, limits, .. } => {
                let text = media_type.as_ref().map(|media_type| format!("as `{media_type}`"));
                (text, limits.clone())
            }
            FormValue::Json { limits, .. } => (Some("as JSON".to_owned()), limits.clone()),
            FormValue::File { filename, media_type, .. } => {
                let name = filename.as_ref().map(|name| format!(", named `{name}`"));
                let file = format!("as a file of `{media_type}`{}", name.unwrap_or_default());
                (Some(file), Limits::default())
            }
        };
        let position = self.position(field.required);
        self.all.push(Input {
            position,
            written: written.unwrap_or_default(),
            bounds: bounds(&limits),
            deprecated: field.deprecated,
            ..input(&field.name.to_string(), &field.wire, "form", place)
        });
    }

    fn position(&mut self, is_argument: bool) -> Option<usize> {
        let position = is_argument.then_some(self.positions);
        self.positions += usize::from(is_argument);
        position
    }
}

fn input(name: &str, wire: &str, within: &'static str, place: Place) -> Input {
    Input {
        name: name.to_owned(),
        wire: wire.to_owned(),
        within,
        position: None,
        rank: 0,
        written: String::new(),
        bounds: Vec::new(),
        default: None,
        deprecated: false,
        owner: None,
        place,
    }
}

/// How a parameter is written, where that is not as usual.
fn written(argument: &Argument) -> String {
    let style = argument.style.map(|style| match style {
        Style::Label => "in the style `label`",
        Style::Matrix => "in the style `matrix`",
        Style::Space => "with spaces between items",
        Style::Pipe => "with `|` between items",
        Style::Deep => "with each property in brackets",
        Style::Json => "as JSON",
    });
    let explode = argument.explode.map(|explode| match explode {
        true => "with items and fields by themselves",
        false => "with items and fields in one",
    });
    let reserved = argument.reserved.then_some("with reserved characters as they are");
    let parts: Vec<&str> = [style, explode, reserved].into_iter().flatten().collect();
    parts.join(", ")
}

/// What is sent as a body.
fn body(operation: &model::Operation) -> Option<Body> {
    if let Some(body) = &operation.body {
        let media_type = body.media_type.as_deref().unwrap_or("application/json");
        let sent_empty = matches!(&body.form, BodyForm::Fields { required: true, .. });
        return Some(Body { sent: format!("`{media_type}`"), sent_empty });
    }
    let content = operation.content.as_ref()?;
    let sent_empty = matches!(content, Content::Form(form) if is_always_sent(form));
    let sent = match content {
        Content::Form(form) => {
            let media_type = match form.encoding {
                FormEncoding::Multipart => "multipart/form-data",
                FormEncoding::Urlencoded => "application/x-www-form-urlencoded",
            };
            format!("the form `{media_type}`")
        }
        Content::Text { media_type, .. } => format!("the text `{media_type}`"),
        Content::Bytes { media_type: Some(media_type), .. } => format!("bytes of `{media_type}`"),
        // Which it may be is documentation.
        Content::Bytes { .. } => "bytes of the caller's media type".to_owned(),
    };
    Some(Body { sent, sent_empty })
}

fn is_always_sent(form: &Form) -> bool {
    form.required && form.fields.iter().all(|field| !field.required)
}
