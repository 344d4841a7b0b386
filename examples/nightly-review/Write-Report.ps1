# Combines the results of the other sheets. The report is moved in one step, so that it is never incomplete.
function Get-Finding([string] $Title, [string] $File, [scriptblock] $Line) {
    $found = @(Import-Csv $File)
    "`n## ${Title}: $($found.Count)`n"
    $found | ForEach-Object $Line
}

& {
    "# Nightly review of $(Get-Date -Format yyyy-MM-dd)"
    "`nMade with .NET SDK $((Get-Content toolchain.txt | Select-Object -Last 1) -replace ' .*')."
    "`n| kind | files | lines | longest |`n| --- | ---: | ---: | ---: |"
    Import-Csv lines.csv | ForEach-Object { "| $($_.Kind) | $($_.Files) | $($_.Lines) | $($_.Longest) |" }
    Get-Finding -Title 'Broken links' -File broken-links.csv -Line { "- $($_.Page):$($_.Line) leads to $($_.Target)" }
    Get-Finding -Title 'Cmdlets without a page' -File missing-pages.csv -Line { "- $($_.Cmdlet)" }
    Get-Finding -Title 'Promises' -File promises.csv -Line { "- $($_.Filename):$($_.LineNumber) $($_.Line.Trim())" }
} | Set-Content report.md.new
Move-Item report.md.new report.md -Force
