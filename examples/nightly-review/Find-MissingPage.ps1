# Finds cmdlets without a help page.
$files = Get-Content files.txt
(Import-PowerShellDataFile ../../Marianne.psd1).CmdletsToExport |
    Where-Object { "docs/en-US/$_.md" -notin $files } |
    ForEach-Object { [pscustomobject]@{ Cmdlet = $_ } } |
    Export-Csv missing-pages.csv
