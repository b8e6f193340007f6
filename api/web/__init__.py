"""The parts of HTML pages: templates, style sheet, interface texts and Markdown.

Pages are plain HTML that works without scripts and loads nothing from another host.
"""
