# Counts files and lines by file extension.
Get-Content files.txt | Group-Object { [IO.Path]::GetExtension($_) ? [IO.Path]::GetExtension($_) : '(none)' } | Sort-Object Name | ForEach-Object {
    $lines = $_.Group | ForEach-Object { (Get-Content "../../$_" -ReadCount 0).Count } | Measure-Object -Sum -Maximum
    [pscustomobject]@{ Kind = $_.Name; Files = $_.Count; Lines = $lines.Sum; Longest = $lines.Maximum }
} | Export-Csv lines.csv
