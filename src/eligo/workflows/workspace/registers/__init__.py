"""The use cases of a workspace's register, one file each: what is due and decided, entered, proposed, published, told.

They belong to the use cases of a workspace and are called by its names; what a register is stands in
``eligo.registers``, and the questions asked of published files alike in ``workflows.register``.
"""
