# Sheets of scores that run once for each item of a source.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    $null = New-Item "$TestDrive/home" -ItemType Directory
    Connect-Marianne "$TestDrive/jobs.db"
}

AfterAll {
    Exit-TestSession
}

Describe 'for_each' {
    BeforeEach { Push-Location (New-Item "$TestDrive/$(New-Guid)" -ItemType Directory) }
    AfterEach { Pop-Location }

    It 'runs a sheet once for each line of an output, and passes the results on' {
        $score = @{
            name   = 'review'
            retry  = @{ max_retries = 0 }
            sheets = @(
                @{ name = 'find'; script = "'a.cs', 'b c.cs', '`"; touch pwned #' | Set-Content files.txt"; outputs = @{ files = @{ lines = 'files.txt' } } }
                @{
                    name = 'review'
                    for_each = @{ in = '{find.files}'; as = 'file'; concurrency = 2 }
                    script = 'Write-MarianneOutput -Name seen -Value "$_ $($Item.Key)"'
                }
                @{
                    name = 'report'
                    needs = @('review')
                    script = '$Inputs.review | ForEach-Object { "$($_.Key)|$($_.Status)|$($_.Output.seen)" } | Set-Content report.txt'
                }
            )
        }
        $job = Invoke-MarianneJob -Score $score
        $job.Status | Should -Be Completed
        (Get-MarianneSheet -JobId $job.Id).Name |
            Should -Be 'find', 'review', 'review[a.cs]', 'review[b c.cs]', 'review["; touch pwned #]', 'report'
        Get-Content report.txt | Should -Be @(
            'a.cs|Completed|a.cs a.cs', 'b c.cs|Completed|b c.cs b c.cs', '"; touch pwned #|Completed|"; touch pwned # "; touch pwned #')
        Test-Path pwned | Should -BeFalse
    }

    It 'passes an item to a command as data' {
        $score = @{
            name   = 'commands'
            sheets = @(@{ name = 'say'; for_each = @{ in = @('a b', '$HOME; touch pwned'); as = 'text' }; command = 'echo {text}' })
        }
        $job = Invoke-MarianneJob -Score $score
        (Get-MarianneExecution -JobId $job.Id | Sort-Object SheetNumber).Output.Trim().Trim('"') |
            Should -Be 'a b', '$HOME; touch pwned'
        Test-Path pwned | Should -BeFalse
    }

    It 'passes items that look like code to commands, scripts and prompts as text' -Skip:$IsWindows {
        $items = '"; touch pwned #', '$(touch pwned)', '`touch pwned`', '& touch pwned', "a`ntouch pwned", "'; touch pwned; '", '{item}'
        $sheets = @(
            @{ name = 'command'; command = "printf '%s|%s|%s' {item} `"{item}`" '{item}'" }
            @{ name = 'variable'; command = 'value={item}; printf %s "$value"' }
            @{ name = 'script'; script = '"$_"; printf %s $_' }
            @{ name = 'prompt'; prompt = 'Say {item}.' }
        )
        $sheets.ForEach{ $_.for_each = @{ in = $items } }
        $job = Invoke-MarianneJob -Score @{ name = 'hostile'; instrument = 'cat'; sheets = $sheets }
        $job.Status | Should -Be Completed
        $outputs = (Get-MarianneExecution -JobId $job.Id | Sort-Object SheetNumber).Output
        $outputs | Should -HaveCount 28
        foreach ($index in 0..6) {
            $item = $items[$index]
            $outputs[$index] | Should -BeExactly "$item|$item|$item"
            $outputs[$index + 7] | Should -BeExactly $item
            $outputs[$index + 14].TrimEnd() | Should -BeExactly "$item`n$item"
            $outputs[$index + 21].TrimEnd() | Should -BeExactly "Say $item."
        }

        'pwned' | Should -Not -Exist
    }

    It 'finds new files when the job is resumed, and says so' {
        Set-Content a.md, b.md, c.md text
        $score = @{
            name   = 'files'
            retry  = @{ max_retries = 0 }
            sheets = @(
                @{ name = 'each'; for_each = @{ path = '*.md' }; script = 'if ($_ -eq "b.md" -and -not (Test-Path ok)) { throw "not today" }' }
                @{ name = 'report'; needs = @('each'); script = '$Inputs.each.Key -join " " | Set-Content report.txt' }
            )
        }
        $job = Invoke-MarianneJob -Score $score -ErrorAction Ignore
        Remove-Item a.md
        Set-Content d.md, e.md, f.md, ok text
        Invoke-MarianneJob -Score $score -WhatIf | Out-String | Should -Match 'each \(5 items\)'
        $events = Invoke-MarianneJob -Score $score -Event -WarningAction Ignore
        ($events | Where-Object Kind -EQ SheetCompleted).SheetName |
            Should -Be 'each[b.md]', 'each[d.md]', 'each[e.md]', 'each[f.md]', 'each', 'report'
        ($events | Where-Object Kind -EQ Warning).Message | Should -Be 'The source was read again: 3 new items, 1 no longer in the source.'
        Get-Content report.txt | Should -Be 'a.md b.md c.md d.md e.md f.md'
        (Get-MarianneJob $job.Id).Status | Should -Be Completed
    }

    It 'shows the number of items in a plan, and runs chosen ones again' {
        $score = @{
            name   = 'grid'
            sheets = @(
                @{
                    name = 'grid'
                    script = '"$($_.os)"'
                    for_each = @{ matrix = @{ os = @('linux', 'windows'); shell = @('sh', 'cmd') }; exclude = "{os} == 'linux' and {shell} == 'cmd'" }
                }
                @{ name = 'end'; needs = @('grid'); script = '1' }
            )
        }
        Invoke-MarianneJob -Score $score -WhatIf | Out-String | Should -Match 'grid \(3 items\)'
        $job = Invoke-MarianneJob -Score $score
        $job.Progress.Total | Should -Be 5

        Invoke-MarianneJob -Id $job.Id -SheetName grid -WhatIf | Out-String | Should -Match 'Sheets to run +: 5 of 5'
        $events = Invoke-MarianneJob -Id $job.Id -ItemKey 'windows, cmd' -Event | Where-Object Kind -EQ SheetCompleted
        $events.SheetName | Should -Be 'grid[windows, cmd]', 'grid', 'end'
    }

    It 'has objects as items, of an output, a list and a parameter' {
        $score = @{
            name       = 'objects'
            parameters = @{ more = @{ type = 'list' } }
            sheets     = @(
                @{ name = 'find'; script = 'Write-MarianneOutput -Name prs -Value @([pscustomobject]@{ number = 1; user = @{ login = "anna" } })' }
                @{
                    name = 'review'
                    for_each = @{ in = '{find.prs}'; as = 'pr'; key = '{pr.number}' }
                    script = 'Write-MarianneOutput -Name seen -Value "$($_.number + 1) $($_.user.login) $($Item.Value.number)"'
                }
                @{
                    name = 'others'
                    for_each = @{ in = @(@{ number = 2; tags = @('a', 'b') }, '{more}'); as = 'pr'; key = '{pr.number}' }
                    command = 'echo {pr.number} {pr.tags.count}'
                }
                @{
                    name = 'report'
                    needs = @('review')
                    script = '"$($Inputs.review.Output.seen) $($Inputs.review[0].Item.user.login) $($Parameters.more[0].number)" | Set-Content report.txt'
                }
            )
        }
        $job = Invoke-MarianneJob -Score $score -Parameter @{ more = @([pscustomobject]@{ number = 3; tags = @() }, @{ number = 4; tags = @('x') }) }
        (Get-MarianneSheet -JobId $job.Id).ErrorMessage | Where-Object { $_ } | Should -BeNullOrEmpty
        Get-Content report.txt | Should -Be '2 anna 1 anna 3'
        (Get-MarianneExecution -JobId $job.Id | Where-Object Output -Match '^\d' | Sort-Object SheetNumber).Output.Trim() | Should -Be '2 2', '3 0', '4 1'
    }

    It 'reads a changed source again with -Force, and forks jobs with items' {
        $ErrorActionPreference = 'SilentlyContinue'
        $score = @{
            name   = 'changed'
            retry  = @{ max_retries = 0 }
            sheets = @(@{ name = 'each'; for_each = @{ in = @('a', 'b') }; script = 'if ($_ -eq "b" -and -not (Test-Path ok)) { throw "not today" }' })
        }
        $job = Invoke-MarianneJob -Score $score
        $null = New-Item ok
        $fork = Invoke-MarianneJob -Id $job.Id -Fork -Only Failed
        $fork.Status, $fork.ForkedFrom, $fork.TotalSheets | Should -Be Completed, $job.Id, 3
        (Get-MarianneJob $job.Id).Status | Should -Be Failed

        $score.sheets[0].for_each.in = @('b', 'c')
        Invoke-MarianneJob -Score $score -Force -WhatIf | Out-String | Should -Match 'the source of its items'
        $events = Invoke-MarianneJob -Score $score -Force -Event | Where-Object Kind -EQ SheetCompleted
        $events.SheetName | Should -Be 'each[b]', 'each[c]', 'each'
        (Get-MarianneSheet -JobId $job.Id).ItemKey | Where-Object { $_ } | Sort-Object | Should -Be 'a', 'b', 'c'
    }

    It 'refuses <Name> before there is an item' -ForEach @(
        @{ Name = 'equal keys'; Source = @{ in = @('a', 'b', 'a') }; Message = "*Items 1 and 3 have the same key, 'a',*" }
        @{ Name = 'too many'; Source = @{ in = @('a', 'b'); max = 1 }; Message = '*There are more than 1 items*' }
        @{ Name = 'an empty key'; Source = @{ in = @('a', '') }; Message = '*The key of item 2 is empty.*' }
    ) {
        $ErrorActionPreference = 'SilentlyContinue'
        $score = @{ name = 'bad'; sheets = @(@{ name = 'bad'; for_each = $Source; script = '1' }) }
        $job = Invoke-MarianneJob -Score $score
        $job.Status, $job.TotalSheets | Should -Be Failed, 1
        (Get-MarianneSheet -JobId $job.Id).ErrorMessage | Should -BeLike $Message
    }

    It 'reads a long key as its hash' {
        $score = @{ name = 'long'; sheets = @(@{ name = 'long'; for_each = @{ in = , ('x' * 10240) }; script = '$_.Length' }) }
        (Get-MarianneSheet -JobId (Invoke-MarianneJob -Score $score).Id)[1].ItemKey | Should -Match '^[0-9a-f]{64}$'
    }
}
