"""The only room that knows YAML: text to nodes with tight spans, plain data to fragments in the style around them."""
