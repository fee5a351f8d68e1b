"""Who gets what at every address: one line for each route, method and object, one status for each visitor.

`login` is the way to the login page, any other number is the status. The visitors are nobody, the contact of our unit,
the contact of their unit, a former contact of ours (`until` is set), a contact of ours whose account was switched off
during the session, a reviewer and an administrator. Objects: ours, theirs, absent, and what else may be asked for.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

VISITORS = ("anonymous", "contact", "neighbour", "former", "locked", "reviewer", "administrator")
METHODS = ("GET", "HEAD", "POST")

# route                 methods        object   anonymous contact neighbour former locked reviewer administrator
PORTAL = """
home                    GET,HEAD,POST  -        login     302     302       200    login  302      302
board                   GET,HEAD,POST  -        login     403     403       403    login  200      200
attachments             GET,HEAD,POST  -        login     403     403       403    login  200      200
school_attachment       GET,HEAD,POST  whole    login     403     403       403    login  200      200
school_attachment       GET,HEAD,POST  absent   login     403     403       403    login  404      404

my_unit                 GET,HEAD,POST  ours     login     200     404       404    login  200      200
my_unit                 GET,HEAD,POST  theirs   login     404     200       404    login  200      200
my_unit                 GET,HEAD,POST  absent   login     404     404       404    login  404      404
submission              GET,HEAD       ours     login     200     404       404    login  200      200
submission              GET,HEAD       theirs   login     404     200       404    login  200      200
submission              GET,HEAD,POST  absent   login     404     404       404    login  404      404
submission              POST           ours     login     302     404       404    login  302      302
submission              POST           theirs   login     404     302       404    login  302      302
attachment              GET,HEAD,POST  ours     login     200     404       404    login  200      200
attachment              GET,HEAD,POST  theirs   login     404     200       404    login  200      200
attachment              GET,HEAD,POST  absent   login     404     404       404    login  404      404
attachment              GET,HEAD,POST  unknown  login     404     404       404    login  404      404

roster_preview          GET,HEAD,POST  ours     login     200     404       404    login  200      200
roster_preview          GET,HEAD,POST  theirs   login     404     200       404    login  200      200
roster_preview          GET,HEAD,POST  whole    login     404     404       404    login  404      404
roster_preview          GET,HEAD,POST  absent   login     404     404       404    login  404      404
roster_apply            GET,HEAD       ours     login     405     405       405    login  405      405
roster_apply            GET,HEAD       theirs   login     405     405       405    login  405      405
roster_apply            GET,HEAD       whole    login     405     405       405    login  405      405
roster_apply            GET,HEAD       absent   login     405     405       405    login  405      405
roster_apply            POST           ours     login     302     404       404    login  302      302
roster_apply            POST           theirs   login     404     302       404    login  302      302
roster_apply            POST           whole    login     404     404       404    login  404      404
roster_apply            POST           absent   login     404     404       404    login  404      404
roster_abandon          GET,HEAD       ours     login     405     405       405    login  405      405
roster_abandon          GET,HEAD       theirs   login     405     405       405    login  405      405
roster_abandon          GET,HEAD       whole    login     405     405       405    login  405      405
roster_abandon          GET,HEAD       absent   login     405     405       405    login  405      405
roster_abandon          POST           ours     login     302     404       404    login  302      302
roster_abandon          POST           theirs   login     404     302       404    login  302      302
roster_abandon          POST           whole    login     404     404       404    login  404      404
roster_abandon          POST           absent   login     404     404       404    login  404      404

head_count              GET,HEAD       ours     login     200     404       404    login  200      200
head_count              GET,HEAD       theirs   login     404     200       404    login  200      200
head_count              GET,HEAD,POST  absent   login     404     404       404    login  404      404
head_count              POST           ours     login     302     404       404    login  302      302
head_count              POST           theirs   login     404     302       404    login  302      302
head_count_confirm      GET,HEAD       ours     login     405     405       405    login  405      405
head_count_confirm      GET,HEAD       theirs   login     405     405       405    login  405      405
head_count_confirm      GET,HEAD       absent   login     405     405       405    login  405      405
head_count_confirm      POST           ours     login     403     403       403    login  302      302
head_count_confirm      POST           theirs   login     403     403       403    login  302      302
head_count_confirm      POST           absent   login     403     403       403    login  404      404
team                    GET,HEAD       ours     login     200     404       404    login  200      200
team                    GET,HEAD       theirs   login     404     200       404    login  200      200
team                    GET,HEAD,POST  absent   login     404     404       404    login  404      404
team                    POST           ours     login     302     404       404    login  302      302
team                    POST           theirs   login     404     302       404    login  302      302
team_review             GET,HEAD       ours     login     403     403       403    login  200      200
team_review             GET,HEAD       theirs   login     403     403       403    login  200      200
team_review             GET,HEAD,POST  absent   login     403     403       403    login  404      404
team_review             POST           ours     login     403     403       403    login  302      302
team_review             POST           theirs   login     403     403       403    login  302      302
unit_list               GET,HEAD,POST  -        login     403     403       403    login  200      200
units_import            GET,HEAD       -        login     403     403       403    login  200      200
units_import            POST           -        login     403     403       403    login  302      302
unit_edit               GET,HEAD       ours     login     403     403       403    login  200      200
unit_edit               GET,HEAD       theirs   login     403     403       403    login  200      200
unit_edit               GET,HEAD,POST  absent   login     403     403       403    login  404      404
unit_edit               POST           ours     login     403     403       403    login  302      302
unit_edit               POST           theirs   login     403     403       403    login  302      302
head_count_ask          GET,HEAD       ours     login     403     403       403    login  200      200
head_count_ask          GET,HEAD       theirs   login     403     403       403    login  200      200
head_count_ask          GET,HEAD,POST  absent   login     403     403       403    login  404      404
head_count_ask          POST           ours     login     403     403       403    login  302      302
head_count_ask          POST           theirs   login     403     403       403    login  302      302
extend_deadline         GET,HEAD       ours     login     403     403       403    login  200      200
extend_deadline         GET,HEAD       theirs   login     403     403       403    login  200      200
extend_deadline         GET,HEAD,POST  absent   login     403     403       403    login  404      404
extend_deadline         POST           ours     login     403     403       403    login  302      302
extend_deadline         POST           theirs   login     403     403       403    login  302      302
cockpit                 GET,HEAD,POST  -        login     403     403       403    login  200      200
cockpit_changes         GET,HEAD,POST  -        login     403     403       403    login  200      200
cockpit_approve_clean   GET,HEAD       -        login     405     405       405    login  405      405
cockpit_approve_clean   POST           -        login     403     403       403    login  302      302
cockpit_undo            GET,HEAD       -        login     405     405       405    login  405      405
cockpit_undo            POST           -        login     403     403       403    login  302      302
cockpit_release         GET,HEAD       -        login     405     405       405    login  405      405
cockpit_release         POST           -        login     403     403       403    login  302      302
cockpit_decide          GET,HEAD       ours     login     405     405       405    login  405      405
cockpit_decide          GET,HEAD       theirs   login     405     405       405    login  405      405
cockpit_decide          GET,HEAD       absent   login     405     405       405    login  405      405
cockpit_decide          POST           ours     login     403     403       403    login  302      302
cockpit_decide          POST           theirs   login     403     403       403    login  302      302
cockpit_decide          POST           absent   login     403     403       403    login  404      404

attachment2             GET,HEAD,POST  ours     login     200     404       404    login  200      200
attachment2             GET,HEAD,POST  theirs   login     404     200       404    login  200      200
attachment2             GET,HEAD,POST  absent   login     404     404       404    login  404      404
handover                GET,HEAD,POST  ours     login     200     404       404    login  200      200
handover                GET,HEAD,POST  theirs   login     404     200       404    login  200      200
handover                GET,HEAD,POST  absent   login     404     404       404    login  404      404
contact_list            GET,HEAD,POST  -        login     403     403       403    login  200      200
contacts                GET,HEAD,POST  ours     login     200     404       404    login  200      200
contacts                GET,HEAD,POST  theirs   login     404     200       404    login  200      200
contacts                GET,HEAD,POST  absent   login     404     404       404    login  404      404
contact_end             GET,HEAD       ours     login     403     403       403    login  200      200
contact_end             GET,HEAD       theirs   login     403     403       403    login  200      200
contact_end             POST           ours     login     403     403       403    login  302      302
contact_end             POST           theirs   login     403     403       403    login  302      302
contact_end             GET,HEAD,POST  crossed  login     403     403       403    login  404      404
contact_end             GET,HEAD,POST  absent   login     403     403       403    login  404      404
handover_confirm        GET,HEAD       ours     login     200     404       404    login  200      200
handover_confirm        GET,HEAD       theirs   login     404     200       404    login  200      200
handover_confirm        POST           ours     login     302     404       404    login  302      302
handover_confirm        POST           theirs   login     404     302       404    login  302      302
handover_confirm        GET,HEAD,POST  crossed  login     404     404       404    login  404      404
handover_confirm        GET,HEAD,POST  absent   login     404     404       404    login  404      404
invitation_withdraw     GET,HEAD       ours     login     405     405       405    login  405      405
invitation_withdraw     GET,HEAD       theirs   login     405     405       405    login  405      405
invitation_withdraw     GET,HEAD       crossed  login     405     405       405    login  405      405
invitation_withdraw     GET,HEAD       absent   login     405     405       405    login  405      405
invitation_withdraw     POST           ours     login     302     404       404    login  302      302
invitation_withdraw     POST           theirs   login     404     302       404    login  302      302
invitation_withdraw     POST           crossed  login     404     404       404    login  404      404
invitation_withdraw     POST           absent   login     404     404       404    login  404      404
invitation              GET,HEAD,POST  -        404       404     404       404    404    404      404
restructuring           GET,HEAD,POST  -        login     403     403       403    login  200      200
restructuring_plan      GET,HEAD,POST  -        login     403     403       403    login  200      200
restructuring_undo      GET,HEAD       whole    login     403     403       403    login  200      200
restructuring_undo      POST           whole    login     403     403       403    login  302      302
restructuring_undo      GET,HEAD,POST  absent   login     403     403       403    login  404      404

volunteer_list          GET,HEAD,POST  ours     login     200     404       404    login  200      200
volunteer_list          GET,HEAD,POST  theirs   login     404     200       404    login  200      200
volunteer_list          GET,HEAD,POST  absent   login     404     404       404    login  404      404
missing                 GET,HEAD,POST  ours     login    200     404       404    login  200      200
missing                 GET,HEAD,POST  theirs   login    404     200       404    login  200      200
missing                 GET,HEAD,POST  absent   login    404     404       404    login  404      404
missing_xlsx            GET,HEAD,POST  ours     login    200     404       404    login  200      200
missing_xlsx            GET,HEAD,POST  theirs   login    404     200       404    login  200      200
missing_xlsx            GET,HEAD,POST  absent   login    404     404       404    login  404      404
volunteer_search        GET,HEAD       ours     login    405     405       405    login  405      405
volunteer_search        GET,HEAD       theirs   login    405     405       405    login  405      405
volunteer_search        GET,HEAD       absent   login    405     405       405    login  405      405
volunteer_search        POST           ours     login    200     404       404    login  200      200
volunteer_search        POST           theirs   login    404     200       404    login  200      200
volunteer_search        POST           absent   login    404     404       404    login  404      404
volunteer_bulk          GET,HEAD       ours     login    405     405       405    login  405      405
volunteer_bulk          GET,HEAD       theirs   login    405     405       405    login  405      405
volunteer_bulk          GET,HEAD       absent   login    405     405       405    login  405      405
volunteer_bulk          POST           ours     login    302     404       404    login  302      302
volunteer_bulk          POST           theirs   login    404     302       404    login  302      302
volunteer_bulk          POST           absent   login    404     404       404    login  404      404
volunteer               GET,HEAD,POST  ours     login    200     404       404    login  200      200
volunteer               GET,HEAD,POST  theirs   login    404     200       404    login  200      200
volunteer               GET,HEAD,POST  absent   login    404     404       404    login  404      404
volunteer_edit          GET,HEAD       ours     login    200     404       404    login  200      200
volunteer_edit          GET,HEAD       theirs   login    404     200       404    login  200      200
volunteer_edit          GET,HEAD,POST  absent   login    404     404       404    login  404      404
volunteer_edit          POST           ours     login    302     404       404    login  302      302
volunteer_edit          POST           theirs   login    404     302       404    login  302      302
volunteer_reveal        GET,HEAD       ours     login    405     405       405    login  405      405
volunteer_reveal        GET,HEAD       theirs   login    405     405       405    login  405      405
volunteer_reveal        GET,HEAD       absent   login    405     405       405    login  405      405
volunteer_reveal        POST           ours     login    200     404       404    login  200      200
volunteer_reveal        POST           theirs   login    404     200       404    login  200      200
volunteer_reveal        POST           absent   login    404     404       404    login  404      404
volunteer_remove        GET,HEAD       ours     login    200     404       404    login  200      200
volunteer_remove        GET,HEAD       theirs   login    404     200       404    login  200      200
volunteer_remove        GET,HEAD,POST  absent   login    404     404       404    login  404      404
volunteer_remove        POST           ours     login    302     404       404    login  302      302
volunteer_remove        POST           theirs   login    404     302       404    login  302      302
volunteer_transfer      GET,HEAD       ours     login    403     403       403    login  200      200
volunteer_transfer      GET,HEAD       theirs   login    403     403       403    login  200      200
volunteer_transfer      GET,HEAD,POST  absent   login    403     403       403    login  404      404
volunteer_transfer      POST           ours     login    403     403       403    login  302      302
volunteer_transfer      POST           theirs   login    403     403       403    login  302      302
edit_undo               GET,HEAD       ours     login    405     405       405    login  405      405
edit_undo               GET,HEAD       theirs   login    405     405       405    login  405      405
edit_undo               GET,HEAD       absent   login    405     405       405    login  405      405
edit_undo               POST           ours     login    302     404       404    login  302      302
edit_undo               POST           theirs   login    404     302       404    login  302      302
edit_undo               POST           absent   login    404     404       404    login  404      404
roster_upload           GET,HEAD       ours     login     200     404       404    login  200      200
roster_upload           GET,HEAD       theirs   login     404     200       404    login  200      200
roster_upload           GET,HEAD,POST  absent   login     404     404       404    login  404      404
roster_upload           POST           ours     login     302     404       404    login  302      302
roster_upload           POST           theirs   login     404     302       404    login  302      302
roster_history          GET,HEAD,POST  ours     login     200     404       404    login  200      200
roster_history          GET,HEAD,POST  theirs   login     404     200       404    login  200      200
roster_history          GET,HEAD,POST  absent   login     404     404       404    login  404      404
roster_columns          GET,HEAD       ours     login     302     404       404    login  302      302
roster_columns          GET,HEAD       theirs   login     404     302       404    login  302      302
roster_columns          GET,HEAD,POST  whole    login     404     404       404    login  404      404
roster_columns          GET,HEAD,POST  absent   login     404     404       404    login  404      404
roster_columns          POST           ours     login     302     404       404    login  302      302
roster_columns          POST           theirs   login     404     302       404    login  302      302
roster_problems         GET,HEAD,POST  ours     login     200     404       404    login  200      200
roster_problems         GET,HEAD,POST  theirs   login     404     200       404    login  200      200
roster_problems         GET,HEAD,POST  whole    login     404     404       404    login  404      404
roster_problems         GET,HEAD,POST  absent   login     404     404       404    login  404      404
roster_row              GET,HEAD       ours     login     405     405       405    login  405      405
roster_row              GET,HEAD       theirs   login     405     405       405    login  405      405
roster_row              GET,HEAD       whole    login     405     405       405    login  405      405
roster_row              GET,HEAD       absent   login     405     405       405    login  405      405
roster_row              POST           ours     login     200     404       404    login  200      200
roster_row              POST           theirs   login     404     200       404    login  200      200
roster_row              POST           whole    login     404     404       404    login  404      404
roster_row              POST           absent   login     404     404       404    login  404      404
roster_file_back        GET,HEAD       ours     login     405     405       405    login  405      405
roster_file_back        GET,HEAD       theirs   login     405     405       405    login  405      405
roster_file_back        GET,HEAD       whole    login     405     405       405    login  405      405
roster_file_back        GET,HEAD       absent   login     405     405       405    login  405      405
roster_file_back        POST           ours     login     200     404       404    login  200      200
roster_file_back        POST           theirs   login     404     200       404    login  200      200
roster_file_back        POST           whole    login     404     404       404    login  404      404
roster_file_back        POST           absent   login     404     404       404    login  404      404
roster_columns_forget   GET,HEAD       ours     login     405     405       405    login  405      405
roster_columns_forget   GET,HEAD       theirs   login     405     405       405    login  405      405
roster_columns_forget   GET,HEAD       absent   login     405     405       405    login  405      405
roster_columns_forget   POST           ours     login     302     404       404    login  302      302
roster_columns_forget   POST           theirs   login     404     302       404    login  302      302
roster_columns_forget   POST           absent   login     404     404       404    login  404      404
unit_claims             GET,HEAD,POST  ours     login     200     404       404    login  200      200
unit_claims             GET,HEAD,POST  theirs   login     404     200       404    login  200      200
unit_claims             GET,HEAD,POST  absent   login     404     404       404    login  404      404
roster_undo             GET,HEAD,POST  ours     login     302     404       404    login  302      302
roster_undo             GET,HEAD,POST  theirs   login     404     302       404    login  302      302
roster_undo             GET,HEAD,POST  whole    login     404     404       404    login  404      404
roster_undo             GET,HEAD,POST  absent   login     404     404       404    login  404      404
claims                  GET,HEAD,POST  -        login     403     403       403    login  200      200
claim_release           GET,HEAD       ours     login     405     405       405    login  405      405
claim_release           GET,HEAD       theirs   login     405     405       405    login  405      405
claim_release           GET,HEAD       absent   login     405     405       405    login  405      405
claim_release           POST           ours     login     302     404       404    login  302      302
claim_release           POST           theirs   login     404     302       404    login  302      302
claim_release           POST           absent   login     404     404       404    login  404      404
claim_keep              GET,HEAD       ours     login     405     405       405    login  405      405
claim_keep              GET,HEAD       theirs   login     405     405       405    login  405      405
claim_keep              GET,HEAD       absent   login     405     405       405    login  405      405
claim_keep              POST           ours     login     302     404       404    login  302      302
claim_keep              POST           theirs   login     404     302       404    login  302      302
claim_keep              POST           absent   login     404     404       404    login  404      404
claim_withdraw          GET,HEAD       ours     login     405     405       405    login  405      405
claim_withdraw          GET,HEAD       theirs   login     405     405       405    login  405      405
claim_withdraw          GET,HEAD       absent   login     405     405       405    login  405      405
claim_withdraw          POST           ours     login     302     404       404    login  302      302
claim_withdraw          POST           theirs   login     404     302       404    login  302      302
claim_withdraw          POST           absent   login     404     404       404    login  404      404
claim_decide            GET,HEAD       ours     login     405     405       405    login  405      405
claim_decide            GET,HEAD       theirs   login     405     405       405    login  405      405
claim_decide            GET,HEAD       absent   login     405     405       405    login  405      405
claim_decide            POST           ours     login     403     403       403    login  302      302
claim_decide            POST           theirs   login     403     403       403    login  302      302
claim_decide            POST           absent   login     403     403       403    login  404      404

project_list            GET,HEAD,POST  ours     login     200     404       404    login  200      200
project_list            GET,HEAD,POST  theirs   login     404     200       404    login  200      200
project_list            GET,HEAD,POST  absent   login     404     404       404    login  404      404
project_add             GET,HEAD       ours     login     200     404       404    login  200      200
project_add             GET,HEAD       theirs   login     404     200       404    login  200      200
project_add             GET,HEAD,POST  absent   login     404     404       404    login  404      404
project_add             POST           ours     login     302     404       404    login  302      302
project_add             POST           theirs   login     404     302       404    login  302      302
project_edit            GET,HEAD       ours     login     200     404       404    login  200      200
project_edit            GET,HEAD       theirs   login     404     200       404    login  200      200
project_edit            GET,HEAD,POST  crossed  login     404     404       404    login  404      404
project_edit            GET,HEAD,POST  absent   login     404     404       404    login  404      404
project_edit            POST           ours     login     302     404       404    login  302      302
project_edit            POST           theirs   login     404     302       404    login  302      302
project_summary         GET,HEAD,POST  ours     login     200     404       404    login  200      200
project_summary         GET,HEAD,POST  theirs   login     404     200       404    login  200      200
project_summary         GET,HEAD,POST  crossed  login     404     404       404    login  404      404
project_summary         GET,HEAD,POST  absent   login     404     404       404    login  404      404
project_name_hints      GET,HEAD,POST  ours     login     200     404       404    login  200      200
project_name_hints      GET,HEAD,POST  theirs   login     404     200       404    login  200      200
project_name_hints      GET,HEAD,POST  absent   login     404     404       404    login  404      404
projects_copy           GET,HEAD       ours     login     200     404       404    login  200      200
projects_copy           GET,HEAD       theirs   login     404     200       404    login  200      200
projects_copy           GET,HEAD,POST  absent   login     404     404       404    login  404      404
projects_copy           POST           ours     login     302     404       404    login  302      302
projects_copy           POST           theirs   login     404     302       404    login  302      302
projects_import         GET,HEAD       ours     login     200     404       404    login  200      200
projects_import         GET,HEAD       theirs   login     404     200       404    login  200      200
projects_import         GET,HEAD,POST  absent   login     404     404       404    login  404      404
projects_import         POST           ours     login     302     404       404    login  302      302
projects_import         POST           theirs   login     404     302       404    login  302      302
projects_waive          GET,HEAD       ours     login     403     403       403    login  200      200
projects_waive          GET,HEAD       theirs   login     403     403       403    login  200      200
projects_waive          GET,HEAD,POST  absent   login     403     403       403    login  404      404
projects_waive          POST           ours     login     403     403       403    login  302      302
projects_waive          POST           theirs   login     403     403       403    login  302      302
project_comment         GET,HEAD       ours     login     403     403       403    login  200      200
project_comment         GET,HEAD       theirs   login     403     403       403    login  200      200
project_comment         GET,HEAD,POST  absent   login     403     403       403    login  404      404
project_comment         POST           ours     login     403     403       403    login  302      302
project_comment         POST           theirs   login     403     403       403    login  302      302
school_projects         GET,HEAD,POST  -        login     403     403       403    login  200      200
projects_export         GET,HEAD,POST  -        login     403     403       403    login  200      200

job                     GET,HEAD,POST  ours     login     200     404       404    login  404      404
job                     GET,HEAD,POST  theirs   login     404     200       404    login  404      404
job                     GET,HEAD,POST  absent   login     404     404       404    login  404      404
"""
# allauth's pages guard themselves; the links and codes in these addresses and forms are invalid ones
ACCOUNT = """
account_login                         GET,HEAD       -  200    302    302    302    200    302    302
account_login                         POST           -  200    302    302    302    200    302    302
account_logout                        GET,HEAD       -  302    200    200    200    302    200    200
account_logout                        POST           -  302    302    302    302    302    302    302
account_inactive                      GET,HEAD       -  200    200    200    200    200    200    200
account_inactive                      POST           -  405    405    405    405    405    405    405
account_reauthenticate                GET,HEAD,POST  -  login  200    200    200    login  200    200
account_change_password               GET,HEAD       -  login  200    200    200    login  200    200
account_change_password               POST           -  login  200    200    200    login  200    200
account_set_password                  GET,HEAD,POST  -  login  302    302    302    login  302    302
account_reset_password                GET,HEAD,POST  -  200    200    200    200    200    200    200
account_reset_password_done           GET,HEAD       -  200    200    200    200    200    200    200
account_reset_password_done           POST           -  405    405    405    405    405    405    405
account_reset_password_from_key       GET,HEAD,POST  -  200    200    200    200    200    200    200
account_reset_password_from_key_done  GET,HEAD       -  200    200    200    200    200    200    200
account_reset_password_from_key_done  POST           -  405    405    405    405    405    405    405
set_language                          GET,HEAD,POST  -  302    302    302    302    302    302    302
"""
# The admin has one rule, administrators only; so only their statuses stand here: GET, HEAD, POST.
ADMIN = """
index                        200 200 200
login                        302 200 200
logout                       405 405 200
password_change              200 200 200
password_change_done         200 200 405
autocomplete                 403 403 405
jsi18n                       200 200 405
view_on_site                 404 404 404
app_list                     200 200 200
accounts_user_changelist     200 200 200
accounts_user_add            200 200 200
accounts_user_change         200 200 200
accounts_user_delete         403 403 403
accounts_user_history        200 200 200
auth_user_password_change    200 200 200
accounts_auditentry_changelist 200 200 200
accounts_auditentry_add      403 403 403
accounts_auditentry_change   200 200 403
accounts_auditentry_delete   403 403 403
accounts_auditentry_history  200 200 200
campaigns_campaign_changelist 200 200 200
campaigns_campaign_add       403 403 403
campaigns_campaign_change    200 200 200
campaigns_campaign_delete    403 403 403
campaigns_campaign_history   200 200 200
units_unit_changelist        200 200 200
units_unit_add               200 200 200
units_unit_change            200 200 200
units_unit_delete            403 403 403
units_unit_history           200 200 200
units_unityear_changelist    200 200 200
units_unityear_add           200 200 200
units_unityear_change        200 200 200
units_unityear_delete        403 403 403
units_unityear_history       200 200 200
"""
# Django's own unnamed ones: the old address of an object, and whatever else is asked for below /admin/.
ADMIN_UNNAMED = {"accounts/user", "accounts/auditentry", "campaigns/campaign", "units/unit", "units/unityear"}


class Visit(NamedTuple):
    """One line of the matrix."""

    route: str
    method: str
    place: str


Expected = Mapping[str, str]


def lines(table: str) -> Iterator[tuple[Visit, Expected]]:
    """The lines of a table, several methods taken apart."""
    for row in filter(None, table.splitlines()):
        route, methods, place, *statuses = row.split()
        for method in methods.split(","):
            yield Visit(route, method, place), dict(zip(VISITORS, statuses, strict=True))


def admin_lines() -> Iterator[tuple[Visit, str]]:
    """What administrators get in the admin."""
    for row in filter(None, ADMIN.splitlines()):
        name, *statuses = row.split()
        yield from (
            (Visit(f"admin:{name}", method, "-"), status) for method, status in zip(METHODS, statuses, strict=True)
        )


PAGES = dict(lines(PORTAL)) | dict(lines(ACCOUNT))
ADMIN_PAGES = dict(admin_lines())
assert len(PAGES) == sum(1 for _line in (*lines(PORTAL), *lines(ACCOUNT))), "two lines say the same"
