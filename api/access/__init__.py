"""Authorization: the caller, roles and the policy, the reach of grants, guards and the route classes."""
