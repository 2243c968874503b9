"""Hypothesis without a clock: machines differ, and speed is not what these tests are about."""

from __future__ import annotations

import hypothesis

hypothesis.settings.register_profile("default", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("default")
