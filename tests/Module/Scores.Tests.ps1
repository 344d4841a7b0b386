# Importing and testing scores, and their views.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/shared.psm1"
    $topicExamples = 'about_Marianne_Scores', 'about_Marianne_Policies' |
        ForEach-Object { Get-CodeBlock "$root/docs/en-US/$_.md" -Language yaml, json, psd1 }
}

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    $folder = (New-Item "$TestDrive/scores" -ItemType Directory).FullName
    Push-Location $folder
    Set-Content good.yaml 'name: nightly', 'sheets:', '  - command: make', '  - { name: count, script: "1" }', 'retry: { max_retries: 1 }'
    Set-Content bad.yaml 'naem: nightly', 'sheets:', '  - comand: make', 'retry: { max_retries: -1 }'

    function Get-Problem([string] $Text, [string] $Extension = 'psd1') {
        $file = "$folder/$([guid]::NewGuid()).$Extension"
        Set-Content $file $Text -NoNewline
        Test-MarianneScore $file -Detailed
    }
}

AfterAll {
    Pop-Location
    Exit-TestSession
}

Describe 'The help topics' {
    It 'have only valid examples: <Name>' -ForEach $topicExamples {
        Get-Problem $Text $Language | Out-String | Should -BeNullOrEmpty
    }

    It 'have an example in each format' {
        $text = Get-Content "$root/docs/en-US/about_Marianne_Scores.md" -Raw
        foreach ($format in 'yaml', 'json', 'psd1') {
            $text | Should -Match "``````$format"
        }
    }
}

Describe 'Import-MarianneScore' {
    It 'accepts a path, a wildcard, and strings and files from the pipeline' {
        $score = Import-MarianneScore ./good.yaml
        $score | Should -BeOfType Marianne.Scores.Score
        $score.Name, $score.Sheets.Count, $score.Retry.MaxRetries | Should -Be nightly, 2, 1
        $score.File | Should -Be (Join-Path $folder good.yaml)
        $score.WorkspacePath | Should -Be $folder
        (Import-MarianneScore go*.yaml).Name | Should -Be nightly
        ('good.yaml', './good.yaml' | Import-MarianneScore).Count | Should -Be 2
        (Get-ChildItem good.yaml | Import-MarianneScore).Name | Should -Be nightly
        Import-MarianneScore none*.yaml -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ScoreNotFound,*'
    }

    It 'accepts a literal path with brackets' {
        Copy-Item good.yaml 'good[1].yaml'
        (Import-MarianneScore -LiteralPath 'good[1].yaml').Name | Should -Be nightly
        (Get-Item -LiteralPath 'good[1].yaml' | Import-MarianneScore).Name | Should -Be nightly
    }

    It 'reports all problems of a score in one error, and imports the others' {
        $scores = Import-MarianneScore bad.yaml, none.yaml, good.yaml -ErrorAction SilentlyContinue -ErrorVariable failed
        $scores.Name | Should -Be nightly
        $failed.FullyQualifiedErrorId | Should -Be 'ScoreInvalid,Marianne.Commands.ImportMarianneScoreCommand', 'ScoreNotFound,Marianne.Commands.ImportMarianneScoreCommand'
        $failed[0].Exception.Message -split "`n" | Should -Be @(
            "The score '$(Join-Path $folder bad.yaml)' has 5 problems. Correct the following (line:column key: problem)."
            "  1:1 naem: score has no key 'naem'. Did you mean name?"
            '  1:1 name: name is missing. It must be a string.'
            "  3:5 sheets[0].comand: sheets has no key 'comand'. Did you mean command?"
            '  3:5 sheets[0]: The sheet must have exactly one of: command, prompt, script. It has none.'
            '  4:23 retry.max_retries: max_retries is -1 but must be a whole number, at least 0. Omit it to use the default, 3.'
        )
        $failed[0].TargetObject | Should -Be (Join-Path $folder bad.yaml)
    }

    It 'continues after a path that is not in the file system' {
        (Import-MarianneScore Env:/PATH, good.yaml -ErrorAction SilentlyContinue -ErrorVariable failed).Name | Should -Be nightly
        $failed.FullyQualifiedErrorId | Should -BeLike 'InvalidParameter,*'
        (Import-MarianneScore -LiteralPath Env:/PATH, good.yaml -ErrorAction SilentlyContinue).Name | Should -Be nightly
    }

    It 'loads YamlDotNet only for YAML' {
        $script = "Import-Module '$root/Marianne.psd1'
            `$null = @{ name = 'a'; sheets = { 1 } } | Import-MarianneScore
            [bool] ([AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -match 'YamlDotNet')
            `$null = Import-MarianneScore '$folder/good.yaml'
            [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -eq 'YamlDotNet' } |
                ForEach-Object { [Runtime.Loader.AssemblyLoadContext]::GetLoadContext(`$_).Name }"
        pwsh -NoProfile -NonInteractive -Command $script | Should -Be False, Marianne.Storage
    }
}

Describe 'A score from a hashtable' {
    It 'can be ordered, and have script blocks and numeric keys' {
        foreach ($map in @{}, [ordered]@{}) {
            $map.name = 'copy'
            $map.sheets = { Get-Date }, [pscustomobject]@{ script = { 'b' }; name = 'second' }, @{ command = 'make' }
            $map.sheet = @{ dependencies = @{ 2 = 1; 3 = 1, 2 } }
            $score = $map | Import-MarianneScore
            $score.Sheets[0].Script | Should -Be ' Get-Date '
            $score.Sheets[1].Script | Should -Be " 'b' "
            $score.Sheet.Dependencies[3] | Should -Be 1, 2
            $score.Folder | Should -Be $folder
            $score.File | Should -BeNullOrEmpty
        }
    }

    It 'can have a single script block, or come from JSON' {
        (Import-MarianneScore -InputObject @{ name = 'a'; sheets = { 1 } }).Sheets.Count | Should -Be 1
        ('{ "name": "a", "sheets": [ { "command": "x" } ] }' | ConvertFrom-Json | Import-MarianneScore).Name | Should -Be a
    }

    It 'can have a script block that calls a file with arguments, which is not a script file' {
        $sheets = (@{ name = 'a'; sheets = { ./a.ps1 -Path b.ps1 }, @{ script = './a.ps1' } } | Import-MarianneScore).Sheets
        $sheets.HasScriptFile | Should -Be $false, $true
    }

    It 'has problems without line numbers' {
        $problem = @{ name = 'a'; sheets = { 1 }; retry = @{ jitter = 'yes' } } | Test-MarianneScore -Detailed
        $problem.Path, $problem.Line, $problem.File | Should -Be retry.jitter, $null, $null
    }

    It 'is rejected if it contains itself' {
        $map = @{ name = 'a' }
        $map.sheets = @($map)
        ($map | Test-MarianneScore -Detailed).Message | Should -BeLike 'Maps and lists are nested deeper than 64 levels.*'
    }

    It 'is rejected if a key occurs twice, as a text and as a number' {
        $map = @{ name = 'a'; sheets = { 1 }, { 2 }; sheet = @{ dependencies = @{ 2 = 1 } } }
        $map.sheet.dependencies['2'] = 1
        ($map | Test-MarianneScore -Detailed).Message | Should -BeLike "Duplicate key '2'.*"
    }
}

Describe 'A PowerShell data file' {
    It 'has problems with lines and columns' {
        $problems = Get-Problem "@{`n  name = 'a'`n  sheets = @(`n    @{ comand = 'x' }`n    @{ command = 'x'; timeout_seconds = -1 }`n  )`n}"
        $problems | ForEach-Object { "$($_.Line):$($_.Column) $($_.Path)" } |
            Should -Be '4:5 sheets[0]', '4:8 sheets[0].comand', '5:41 sheets[1].timeout_seconds'
    }

    It 'can have constants, arrays and hashtables' {
        Set-Content all.psd1 @'
# A comment.
@{
    name = "all"
    secrets = 'A', 'B'
    sheets = @(
        @{ command = ('make'); environment = @{ A = 'b' } }, @{ script = @"
line 1
line 2
"@ }
        @{ command = 'x'; timeout_seconds = 1kb }
    )
    sheet = @{ dependencies = @{ 2 = 1; '3' = @(1, 2) } }
    retry = @{ jitter = $false; base_delay_seconds = 0.5 }
}
'@
        $score = Import-MarianneScore all.psd1
        $score.Sheets.Count, $score.Sheets[2].TimeoutSeconds, $score.Retry.Jitter, $score.Retry.BaseDelaySeconds | Should -Be 3, 1024, $false, 0.5
        $score.Sheets[1].Script -split '\r?\n' | Should -Be 'line 1', 'line 2'
        $score.Secrets | Should -Be A, B
    }

    It 'can have the whole number <Text>' -ForEach @(
        @{ Text = '-3000000000'; Json = '-3000000000' }
        @{ Text = '-2147483648'; Json = '-2147483648' }
        @{ Text = '-5l'; Json = '-5' }
        @{ Text = '-5s'; Json = '-5' }
        @{ Text = '-5n'; Json = '-5' }
        @{ Text = '-9007199254740993'; Json = '-9007199254740993' }
        @{ Text = '5n'; Json = '5' }
        @{ Text = '-4gb'; Json = '-4294967296' }
        @{ Text = '-9223372036854775808'; Json = '-9223372036854775808' }
    ) {
        Set-Content number.psd1 "@{ name = 'number'; sheets = @(@{ command = 'x' }); parameters = @{ p = @{ type = 'number'; default = $Text } } }"
        Test-MarianneScore number.psd1 -Detailed | ForEach-Object Message | Should -BeNullOrEmpty
        $json = (Import-MarianneScore number.psd1).Parameters['p'].Default | ConvertTo-Json -Compress
        $json | Should -Be $Json
    }

    It 'is never run: <Text>' -ForEach @(
        @{ Text = "@{ name = `$(New-Item ran) }"; Place = '1:11' }
        @{ Text = "@{ name = (New-Item ran) }"; Place = '1:12' }
        @{ Text = "@{ name = @(New-Item ran) }"; Place = '1:13' }
        @{ Text = "@{ name = `"`$(New-Item ran)`" }"; Place = '1:11' }
        @{ Text = "@{ name = `"`$HOME`" }"; Place = '1:11' }
        @{ Text = '@{ name = $HOME }'; Place = '1:11' }
        @{ Text = '@{ name = $env:HOME }'; Place = '1:11' }
        @{ Text = '@{ $(New-Item ran) = 1 }'; Place = '1:4' }
        @{ Text = '@{ name = [int] 5 }'; Place = '1:11' }
        @{ Text = '@{ name = { New-Item ran } }'; Place = '1:11' }
        @{ Text = '@{ name = [IO.File]::Create("ran") }'; Place = '1:11' }
        @{ Text = '@{ name = if (1) { New-Item ran } }'; Place = '1:11' }
        @{ Text = '@{ name = ''a'' + ''b'' }'; Place = '1:11' }
        @{ Text = '@{ name = ''a'' > ran }'; Place = '1:11' }
        @{ Text = "@{ name = 'a' }`nNew-Item ran"; Place = '2:1' }
        @{ Text = 'New-Item ran'; Place = '1:1' }
        @{ Text = 'param($x = (New-Item ran)) @{ name = 1 }'; Place = '1:1' }
        @{ Text = 'using module ./ran.psm1'; Place = '1:1' }
        @{ Text = 'begin { New-Item ran }'; Place = '1:1' }
        @{ Text = 'trap { New-Item ran } @{ name = 1 }'; Place = '1:1' }
        @{ Text = 'class A { static [object] $x = (New-Item ran) } @{ name = 1 }'; Place = '*' }
    ) {
        $problem = Get-Problem $Text
        "$($problem.Line):$($problem.Column)" | Should -BeLike $Place
        $problem.Path | Should -Be ''
        "$folder/ran" | Should -Not -Exist
    }

    It 'is quoted in an error without half of a character' {
        $beginning = "'" + 'x' * 58
        (Get-Problem "@{ a = $beginning`u{1F600}' + 'b' }").Message | Should -BeLike "'$beginning...' is not constant*"
    }

    It 'is rejected: <Text>' -ForEach @(
        @{ Text = ''; Message = 'The file is empty, or is a pipe*' }
        @{ Text = '# A comment.'; Message = 'The score is empty.*' }
        @{ Text = "'text'"; Message = 'A score is a single hashtable*' }
        @{ Text = "@{ a = 1`n  a = 2 }"; Message = '*a*' }
        @{ Text = "@{ 1 = 1`n  '1' = 2 }"; Message = 'Invalid PowerShell data: Duplicate keys*' }
        @{ Text = '@{ a = '; Message = 'Invalid PowerShell data*' }
        @{ Text = ('@{ a = ' * 100) + '1' + ('}' * 100); Message = 'Maps and lists are nested deeper than 64 levels.*' }
        @{ Text = '(' * 100000; Message = 'The data file is too complex: more than 256 brackets*' }
    ) {
        @(Get-Problem $Text).Message | Should -BeLike $Message
    }
}

Describe 'A data file that is more than data' {
    It 'is refused before it is parsed: <Text>' -ForEach @(
        @{ Text = "configuration foo { }`n@{ name = 'x' }"; Message = "*'configuration' defines something*" }
        @{ Text = "using module nowhere`n@{ name = 'x' }"; Message = "*'using' defines something*" }
        @{ Text = "class A { }`n@{ name = 'x' }"; Message = "*'class' defines something*" }
        @{ Text = '@{ a = ' + '(' * 5000; Message = '*too complex*brackets*' }
        @{ Text = '@{ a = 1 ' + '- ' * 200000; Message = '*too complex*operators*' }
    ) {
        Set-Content more.psd1 $Text
        (Test-MarianneScore ./more.psd1 -Detailed).Message | Should -BeLike $Message
        Remove-Item more.psd1
    }

    It 'may have keys with the names of keywords' {
        Set-Content keys.psd1 "@{ name = 'x'; sheets = , @{ command = 'exit 0'; environment = @{ class = 'a'; using = 'b' } } }"
        Test-MarianneScore ./keys.psd1 | Should -BeTrue
        Remove-Item keys.psd1
    }
}

Describe 'Test-MarianneScore' {
    It 'warns of placeholders that are probably mistakes, with their positions' {
        Set-Content warned.yaml 'name: warned', 'sheets:', '  - command: ls {workspce}', '  - command: eval "ls {workspace}"'
        Test-MarianneScore warned.yaml -WarningVariable warnings -WarningAction Ignore | Should -BeTrue
        "$($warnings[0])" | Should -BeLike '*warned.yaml:3:* sheets`[0`].command: {workspce} is not a placeholder* {workspace}?'
        "$($warnings[1])" | Should -BeLike '*warned.yaml:4:* sheets`[1`].command: eval reads {workspace} as code*'
        $warnings.Count | Should -Be 2
    }

    It 'warns of a secret whose value is a part of many words, without its value' {
        $env:MARIANNE_TEST_PIN = 'zqx'
        try {
            Set-Content short.yaml 'name: short', 'secrets: [MARIANNE_TEST_PIN, PATH]', 'sheets: [{ command: ls }]'
            Test-MarianneScore short.yaml -WarningVariable warnings -WarningAction Ignore | Should -BeTrue
        } finally { Remove-Item env:MARIANNE_TEST_PIN }
        $warnings.Count | Should -Be 1
        "$warnings" | Should -BeLike "*short.yaml:2:* secrets``[0``]: The value of 'MARIANNE_TEST_PIN' has fewer than 4 characters.*"
        "$warnings" | Should -Not -Match zqx
    }

    It 'tests a score whose command or patterns are nested very deeply' {
        Set-Content deep.yaml ("name: x`nsheets: [{command: '" + ('"$(`' * 20000) + "{workspace}'}]")
        Test-MarianneScore deep.yaml -WarningAction Ignore | Should -BeTrue
        Set-Content deep.yaml ("name: x`nsheets: [{command: ls}]`nrate_limit: {detection_patterns: ['" + ('[a-z-[' * 100000) + "']}")
        $problems = @(Test-MarianneScore deep.yaml -Detailed)
        $problems.Count | Should -Be 1
        $problems[0].Path | Should -Be 'rate_limit.detection_patterns[0]'
        $problems[0].Message | Should -BeLike "*is not a valid regular expression: It has 600,000 characters, more than 10,000.*"
        $problems[0].Message.Length | Should -BeLessThan 1000
    }

    It 'returns True or False, and the reason with -Verbose' {
        Test-MarianneScore good.yaml, bad.yaml, none.yaml -ErrorAction Ignore | Should -Be $true, $false, $false
        $output = Test-MarianneScore none.yaml -Verbose -ErrorAction Ignore 4>&1
        $output[0] | Should -BeFalse
        $output[1].Message | Should -BeLike '*The score *none.yaml* does not exist.*'
    }

    It 'returns problems as objects, also for a file that cannot be read' {
        Test-MarianneScore good.yaml -Detailed | Should -BeNullOrEmpty
        $problems = Test-MarianneScore bad.yaml -Detailed
        $problems[0] | Should -BeOfType Marianne.Scores.ScoreProblem
        $problems[0].File, $problems[0].Line, $problems[0].Column, $problems[0].Suggestion | Should -Be (Join-Path $folder bad.yaml), 1, 1, name
        Set-Content half.json '{ "name": '
        (Test-MarianneScore half.json -Detailed).Line | Should -Be 2
        (Test-MarianneScore none.yaml -Detailed -ErrorAction Ignore).Message | Should -BeLike 'The score * does not exist.*'
        (Test-MarianneScore $folder -Detailed).Message | Should -BeLike 'The path is a folder.*'
    }

    It 'accepts a score, and validates it like its keys' {
        $score = New-MarianneScore nightly { 1 }, 'make' -Option @{ sheet = @{ dependencies = @{ 2 = @(1) } } }
        $score | Test-MarianneScore | Should -BeTrue
        Test-MarianneScore -InputObject $score | Should -BeTrue
        Import-MarianneScore good.yaml | Test-MarianneScore -Detailed | Should -BeNullOrEmpty
        $invalid = [Marianne.Scores.Score]@{ Name = 'none'; Sheets = [Marianne.Scores.ScoreSheet[]]@(@{ Name = 'idle' }) }
        $invalid | Test-MarianneScore | Should -BeFalse
        ($invalid | Test-MarianneScore -Detailed).Path | Should -Be 'sheets[0]'
    }

    It 'suggests <Meant> for <Key>' -ForEach @(
        @{ Key = 'max_retrys'; Meant = 'max_retries' }, @{ Key = 'MaxRetries'; Meant = 'max_retries' }
        @{ Key = 'base_delay'; Meant = 'base_delay_seconds' }, @{ Key = 'jiter'; Meant = 'jitter' }
    ) {
        (@{ name = 'a'; sheets = { 1 }; retry = @{ $Key = 1 } } | Test-MarianneScore -Detailed).Suggestion | Should -Be $Meant
    }
}

Describe 'Views' {
    It 'show a score as a table and a list' {
        $score = Import-MarianneScore good.yaml
        $header, $rule, $row = $score | Get-Line
        $header -split '\s+' | Should -Be Name, Sheets, Validations, Workspace, Description
        $row | Should -Match '^nightly +2 +0 '
        $list = $score | Format-List | Out-String -Width 120
        $list | Should -Match 'Sheets\s*: 1, count'
        $list | Should -Match 'Options\s*: \{"retry":\{"max_retries":1\}\}'
    }

    It 'show sheets' {
        $rows = (Import-MarianneScore good.yaml).Sheets | Get-Line
        $rows[2] | Should -Match 'command: make$'
        $rows[3] | Should -Match '^count +script: 1$'
        (Import-MarianneScore good.yaml).Sheets | Format-List | Out-String | Should -Match 'Command\s*: make'
    }

    It 'show problems with complete messages in 120 columns' {
        $problems = Test-MarianneScore bad.yaml -Detailed
        $lines = $problems | Get-Line
        $lines[0] | Should -BeLike '*File: *bad.yaml'
        $lines[1].Trim() -split '\s+' | Should -Be Line, Column, Path, Message
        $lines | ForEach-Object Length | Measure-Object -Maximum | ForEach-Object Maximum | Should -BeLessOrEqual 120
        ($problems | Out-String -Width 80) -replace '\s+' | Should -BeLike '*sheets[[]0]*Thesheetmusthaveexactlyoneof:command,prompt,script.*'
        $problems[0] | Format-List | Out-String | Should -Match 'Suggestion\s*: name'
    }

    It 'show scores from another session' {
        $header, $rule, $row = Import-MarianneScore good.yaml | ConvertTo-Deserialized -Depth 4 | Get-Line
        $row | Should -Match '^nightly +2 '
    }
}

Describe 'An expression of hundreds of thousands of operators' {
    BeforeAll {
        # In a process of its own, which a stack overflow would end.
        function Invoke-Child([string] $Command) {
            pwsh -NoProfile -NonInteractive -Command "Import-Module '$root/Marianne.psd1'; Set-Location '$folder'
                try { $Command } catch { `$_.FullyQualifiedErrorId; `$_.Exception.Message }
                'the session continues'" | Out-String
        }

        $limit = 'An expression has more than 5,000 operators or levels. Split it into smaller ones.'
    }

    It 'is an error of a data file: <Name>' -ForEach @(
        @{ Name = 'members'; Value = "'x'" + '.x' * 400000 }
        @{ Name = 'operators'; Value = '1' + '+1' * 400000 }
        @{ Name = 'calls'; Value = "'x'" + '.x()' * 200000 }
    ) {
        Set-Content deep.psd1 "@{ name = $Value; sheets = @('a') }"
        $output = Invoke-Child 'Import-MarianneScore deep.psd1 -ErrorAction Stop'
        $output | Should -Match '^ScoreUnreadable,'
        $output | Should -BeLike "*cannot be read at 1:*too complex: there are more than 100,000 operators*the session continues*"
    }

    It 'is an error of a script before it runs' {
        $script = '$x = 1' + '+1' * 400000
        "name: deep`nsheets:`n  - script: '$script'" | Set-Content deep.yaml
        $output = Invoke-Child 'Invoke-MarianneJob deep.yaml -WhatIf -ErrorAction Stop'
        $output | Should -Match '^ScoreInvalid,'
        $output | Should -BeLike "*sheets?0?.script: The script cannot be parsed at line 1, column *: $limit*the session continues*"
    }

    It 'is an error of a script file' {
        '$x = 1' + '+1' * 400000 | Set-Content deep.ps1
        "name: deep`nsheets:`n  - script: ./deep.ps1" | Set-Content deep.yaml
        $output = Invoke-Child 'Invoke-MarianneJob deep.yaml -ErrorAction Stop'
        $output | Should -BeLike "*The script cannot be parsed at line 1, column *: $limit*the session continues*"
    }

    It 'is valid below the limit' {
        Set-Content long.psd1 ("@{ name = 'long'; sheets = @(@{ script = '1" + '+1' * 4900 + "' }) }")
        Set-Content long.yaml ("name: long`nsheets:`n  - script: " + '1' + '+1' * 4900)
        Test-MarianneScore long.psd1 | Should -BeTrue
        (Invoke-MarianneJob long.yaml -WhatIf).Sheets.Count | Should -Be 1
    }
}
