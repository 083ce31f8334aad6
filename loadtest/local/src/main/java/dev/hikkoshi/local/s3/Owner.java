package dev.hikkoshi.local.s3;

/// The one account everything here belongs to.
final class Owner {
  static final String ID = "75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a";

  private Owner() {}

  static Xml element(Xml xml, String name) {
    return xml.element(name, owner -> owner.element("ID", ID).element("DisplayName", "hikkoshi"));
  }
}
