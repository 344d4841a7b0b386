# Finds links in pages to missing files. Links to other sites are not checked.
$link = '\]\((?!https?:|mailto:|#)(?<target>[^)\s#]+)'
Get-Content files.txt | Where-Object { $_ -like '*.md' } | ForEach-Object {
    $page = Get-Item "../../$_"
    foreach ($line in Select-String $link $page -AllMatches) {
        foreach ($match in $line.Matches) {
            $target = $match.Groups['target'].Value
            if (-not (Test-Path (Join-Path $page.DirectoryName $target))) {
                [pscustomobject]@{ Page = $_; Line = $line.LineNumber; Target = $target }
            }
        }
    }
} | Export-Csv broken-links.csv
