# Creating scores and score files.

BeforeDiscovery {
    # Whether a process may mount a disk that only it and its children see.
    $canMount = [bool] (Get-Command unshare -ErrorAction Ignore)
    if ($canMount) {
        unshare --map-root-user --mount true 2>$null
        $canMount = $LASTEXITCODE -eq 0
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    $folder = (New-Item "$TestDrive/scores" -ItemType Directory).FullName
    Push-Location $folder
}

AfterAll {
    Pop-Location
    Exit-TestSession
}

Describe 'New-MarianneScore' {
    It 'creates a score from a name and sheets' {
        $score = New-MarianneScore copy { 'a' }, 'make all', @{ name = 'c'; prompt = 'p' } -Instrument 'claude -p {prompt}' -Secret KEY -Option @{ retry = @{ max_retries = 0 } }
        $score.Sheets[0].Script | Should -Be " 'a' "
        $score.Sheets[1].Command | Should -Be 'make all'
        $score.Sheets[2].Name | Should -Be c
        $score.Secrets, $score.Retry.MaxRetries | Should -Be KEY, 0
        (New-MarianneScore other $score.Sheets[1]).Sheets[0].Command | Should -Be 'make all'
    }

    It 'reports invalid parameters' {
        $many = @('true') * 10001
        { New-MarianneScore a $many -ErrorAction Stop } |
            Should -Throw '*sheets has 10001 items, but at most 10000 are allowed.*'
        "$((New-MarianneScore a { 1 }, @{ name = 'b'; command = 'c' }).Sheets)" | Should -BeExactly '1 b'
        { New-MarianneScore a @{ comand = 'x' } -ErrorAction Stop } | Should -Throw -ErrorId 'ScoreInvalid,*'
        { New-MarianneScore a { 1 } -Option @{ name = 'b' } -ErrorAction Stop } | Should -Throw -ErrorId 'ScoreUnreadable,*'
        { New-MarianneScore -Path a.txt -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidParameter,*'
    }

    It 'writes a valid file: <_>' -ForEach 'start.yaml', 'start.yml', 'start.json', 'start.psd1' {
        $file = New-MarianneScore -Path $_
        $file | Should -BeOfType System.IO.FileInfo
        $score = $file | Import-MarianneScore
        $score.Name | Should -Be start
        $score.Sheets.Count | Should -Be 2
        $file.FullName | Should -Be (Join-Path $folder $_)
        ($file | Out-String) | Should -Be (Get-Item $_ | Out-String)
        if ($_ -ne 'start.psd1') {
            Get-Content $_ -Raw | Should -Match 'schema.*marianne-score\.schema\.json'
        }
    }

    It 'writes texts that are read back unchanged: <_>' -ForEach 'texts.yaml', 'texts.json', 'texts.psd1' {
        $texts = "it's", 'yes', '$x `n "q"', "two`nlines", "curly $([char]0x2019) quote", '1.5', "  x", '#', 'a: b'
        $null = New-MarianneScore texts ($texts | ForEach-Object { @{ command = $_; environment = @{ 'a b' = $_ } } }) -Path $_
        $sheets = (Import-MarianneScore $_).Sheets
        $sheets.Command | Should -BeExactly $texts
        $sheets | ForEach-Object { $_.Environment['a b'] } | Should -BeExactly $texts
    }

    It 'writes comments that are valid PowerShell data' {
        $null = New-MarianneScore -Path comments.psd1
        $text = (Get-Content comments.psd1) -replace '^    # (?!More|Get-Help)', '    '
        $text | Should -Contain '    rate_limit = @{'
        Set-Content uncommented.psd1 $text
        Test-MarianneScore uncommented.psd1 -Detailed | Out-String | Should -BeNullOrEmpty
    }

    It 'replaces a file only with -Force, and writes nothing with -WhatIf' {
        Set-Content mine.yaml 'mine'
        { New-MarianneScore -Path mine.yaml -ErrorAction Stop } | Should -Throw -ErrorId 'ScoreExists,*'
        { New-MarianneScore -Path no/mine.yaml -ErrorAction Stop } | Should -Throw "*cannot be written: the folder '*no' does not exist."
        { New-MarianneScore -Path mine.yaml/it.yaml -ErrorAction Stop } | Should -Throw "*: '*mine.yaml' is a file, not a folder."
        New-MarianneScore -Path mine.yaml -Force -WhatIf
        Get-Content mine.yaml | Should -Be mine
        $null = New-MarianneScore -Path mine.yaml -Force
        Test-MarianneScore mine.yaml | Should -BeTrue
        New-MarianneScore -Path new.yaml -WhatIf
        'new.yaml' | Should -Not -Exist
    }

    It 'keeps the old file if the disk is full' -Skip:(-not $canMount) {
        $script = "Import-Module '$root/Marianne.psd1'
            New-MarianneScore -Path full/mine.yaml -Force -Description ('x' * 5000) -ErrorVariable failure -ErrorAction SilentlyContinue
            `$failure.FullyQualifiedErrorId
            Get-ChildItem full | ForEach-Object Name
            Get-Content full/mine.yaml"
        $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($script))

        # The disk has a single page, which the old file occupies.
        $output = unshare --map-root-user --mount sh -c "mkdir full && mount -t tmpfs -o size=4k none full && echo mine > full/mine.yaml &&
            exec pwsh -NoProfile -NonInteractive -OutputFormat Text -EncodedCommand $encoded"
        $output[0] | Should -BeLike 'ScoreUnwritable,*'
        $output[1..9] | Should -Be mine.yaml, mine
    }

    It 'replaces the file that a link leads to, and not a read-only one' -Skip:$IsWindows {
        $null = New-Item target.yaml
        $null = New-Item link.yaml -ItemType SymbolicLink -Target ./target.yaml
        $null = New-MarianneScore -Path link.yaml -Force
        (Get-Item link.yaml).LinkTarget | Should -Be ./target.yaml
        Test-MarianneScore target.yaml | Should -BeTrue

        Set-Content fixed.yaml 'mine'
        (Get-Item fixed.yaml).IsReadOnly = $true
        { New-MarianneScore -Path fixed.yaml -Force -ErrorAction Stop } | Should -Throw -ErrorId 'ScoreUnwritable,*'
        Get-Content fixed.yaml | Should -Be mine
    }
}
