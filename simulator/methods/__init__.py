"""The Bot API's methods, a module per noun."""
