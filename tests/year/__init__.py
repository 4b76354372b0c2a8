"""A year of an ISP, day by day: what time does, what people do, and what must hold at night."""
