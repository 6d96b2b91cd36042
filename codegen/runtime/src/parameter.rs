//! A value as a parameter can hold it: one text, a list of texts, or texts with names.

mod collect;

use std::fmt;

use serde::ser::{self, Impossible, Serialize};

use collect::{Fields, Items};

/// What a value comes to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// It is null.
    Absent,
    Text(String),
    List(Vec<String>),
    /// In the order of the fields.
    Fields(Vec<(String, String)>),
}

impl Shape {
    /// The shape of a value; an error where something in it is no text.
    pub(crate) fn of(value: &impl Serialize) -> Result<Self, Fault> {
        value.serialize(Shaper)
    }

    /// The text that an item or a field is; nothing where it is null.
    fn text(self) -> Result<Option<String>, Fault> {
        match self {
            Self::Absent => Ok(None),
            Self::Text(text) => Ok(Some(text)),
            Self::List(_) | Self::Fields(_) => Err(nested()),
        }
    }
}

/// Why a value cannot stand in a parameter. It repeats nothing of the value.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault(pub(crate) String);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

impl ser::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(format!("cannot be written: {message}"))
    }
}

fn nested() -> Fault {
    Fault("holds a list or an object inside of another, which no parameter can".to_owned())
}

struct Shaper;

macro_rules! texts {
    ($($method:ident($kind:ty)),*) => { $(
        fn $method(self, value: $kind) -> Result<Shape, Fault> {
            Ok(Shape::Text(value.to_string()))
        }
    )* };
}

impl ser::Serializer for Shaper {
    type Ok = Shape;
    type Error = Fault;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Items;
    type SerializeTupleVariant = Impossible<Shape, Fault>;
    type SerializeMap = Fields;
    type SerializeStruct = Fields;
    type SerializeStructVariant = Impossible<Shape, Fault>;

    texts!(
        serialize_bool(bool),
        serialize_i8(i8),
        serialize_i16(i16),
        serialize_i32(i32),
        serialize_i64(i64),
        serialize_i128(i128),
        serialize_u8(u8),
        serialize_u16(u16),
        serialize_u32(u32),
        serialize_u64(u64),
        serialize_u128(u128),
        serialize_f32(f32),
        serialize_f64(f64),
        serialize_char(char),
        serialize_str(&str)
    );

    fn serialize_bytes(self, _: &[u8]) -> Result<Shape, Fault> {
        Err(Fault("is bytes, which no parameter can hold".to_owned()))
    }

    fn serialize_none(self) -> Result<Shape, Fault> {
        Ok(Shape::Absent)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Shape, Fault> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Shape, Fault> {
        Ok(Shape::Absent)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Shape, Fault> {
        Ok(Shape::Absent)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Shape, Fault> {
        Ok(Shape::Text(variant.to_owned()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Shape, Fault> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Shape, Fault> {
        Err(nested())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items, Fault> {
        Ok(Items::default())
    }

    fn serialize_tuple(self, _: usize) -> Result<Items, Fault> {
        Ok(Items::default())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items, Fault> {
        Ok(Items::default())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Fault> {
        Err(nested())
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Fields, Fault> {
        Ok(Fields::default())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields, Fault> {
        Ok(Fields::default())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Fault> {
        Err(nested())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timestamp::Timestamp;
    use serde_json::json;

    fn text(text: &str) -> Shape {
        Shape::Text(text.to_owned())
    }

    #[test]
    fn plain_values_are_one_text() {
        assert_eq!(Shape::of(&"a b"), Ok(text("a b")));
        assert_eq!(Shape::of(&-7_i64), Ok(text("-7")));
        assert_eq!(Shape::of(&1.0_f64), Ok(text("1")));
        assert_eq!(Shape::of(&u64::MAX), Ok(text("18446744073709551615")));
        assert_eq!(Shape::of(&true), Ok(text("true")));
        assert_eq!(Shape::of(&None::<String>), Ok(Shape::Absent));
        let moment: Timestamp = "2024-05-01T10:00:00Z".parse().unwrap();
        assert_eq!(Shape::of(&moment), Ok(text(&moment.to_string())));
    }

    #[test]
    fn fields_keep_their_order_and_absent_ones_are_left_out() {
        #[derive(serde::Serialize)]
        struct Colour {
            r: u64,
            #[serde(skip_serializing_if = "Option::is_none")]
            g: Option<u64>,
            b: Option<u64>,
            a: f64,
        }
        let colour = Colour { r: 100, g: None, b: None, a: 0.5 };
        let fields = [("r", "100"), ("a", "0.5")];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(Shape::of(&colour), Ok(Shape::Fields(fields.into())));
        let list = Shape::List(vec!["1".to_owned(), "x".to_owned()]);
        assert_eq!(Shape::of(&json!([1, null, "x"])), Ok(list));
    }

    #[test]
    fn what_is_nested_is_refused() {
        for value in [json!([["planted"]]), json!({"a": {"planted": 1}}), json!({"a": ["planted"]})]
        {
            let fault = Shape::of(&value).unwrap_err();
            assert!(!fault.0.contains("planted"), "{fault}");
        }
    }
}
