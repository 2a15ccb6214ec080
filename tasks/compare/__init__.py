"""What changed: states of the library in, their differences out; refuses to know how a page tells them."""
