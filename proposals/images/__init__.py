"""The pictures of a proposal: checked, cleaned of what they tell about their maker, kept."""
