//! Gathering the items of a list, and the fields of an object.

use serde::ser::{self, Serialize};

use super::{Fault, Shape, Shaper};

#[derive(Default)]
pub(super) struct Items(Vec<String>);

impl Items {
    fn push(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), Fault> {
        self.0.extend(value.serialize(Shaper)?.text()?);
        Ok(())
    }
}

impl ser::SerializeSeq for Items {
    type Ok = Shape;
    type Error = Fault;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        self.push(value)
    }

    fn end(self) -> Result<Shape, Fault> {
        Ok(Shape::List(self.0))
    }
}

impl ser::SerializeTuple for Items {
    type Ok = Shape;
    type Error = Fault;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        self.push(value)
    }

    fn end(self) -> Result<Shape, Fault> {
        Ok(Shape::List(self.0))
    }
}

impl ser::SerializeTupleStruct for Items {
    type Ok = Shape;
    type Error = Fault;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        self.push(value)
    }

    fn end(self) -> Result<Shape, Fault> {
        Ok(Shape::List(self.0))
    }
}

#[derive(Default)]
pub(super) struct Fields {
    found: Vec<(String, String)>,
    key: Option<String>,
}

impl ser::SerializeMap for Fields {
    type Ok = Shape;
    type Error = Fault;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Fault> {
        self.key = key.serialize(Shaper)?.text()?;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        let text = value.serialize(Shaper)?.text()?;
        self.found.extend(self.key.take().zip(text));
        Ok(())
    }

    fn end(self) -> Result<Shape, Fault> {
        Ok(Shape::Fields(self.found))
    }
}

impl ser::SerializeStruct for Fields {
    type Ok = Shape;
    type Error = Fault;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Fault> {
        let text = value.serialize(Shaper)?.text()?;
        self.found.extend(text.map(|text| (key.to_owned(), text)));
        Ok(())
    }

    fn end(self) -> Result<Shape, Fault> {
        Ok(Shape::Fields(self.found))
    }
}
