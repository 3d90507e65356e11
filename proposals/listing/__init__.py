"""The public list of proposals: searched, filtered, and in an order that favours nobody."""
