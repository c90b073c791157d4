"""Personal data: none in what is published, all of it findable and erasable elsewhere."""
