"""What pages for people are made of: templates, style sheet, interface texts and Markdown.

Pages are plain HTML that works without scripts and loads nothing from another host.
"""
