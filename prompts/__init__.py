"""Task texts for summarisers, as versioned data files; `service.prompting` reads them."""
